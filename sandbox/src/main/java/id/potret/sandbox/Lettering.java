package id.potret.sandbox;

import java.awt.Color;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;

/** Writes the one word that marks the pictures; its own glyphs need no fonts, which small machines lack. */
final class Lettering {
    /** Letters in boxes of 10 by 14. */
    private static final String[] SANDBOX = {
        "M 9 2.5 C 7.5 0 1 -0.6 1 3.5 C 1 7.5 9 6 9 10.5 C 9 14.6 2 14.4 0.8 11.3", // S
        "M 0 14 L 5 0 L 10 14 M 1.8 9.2 L 8.2 9.2", // A
        "M 0.8 14 L 0.8 0 L 9.2 14 L 9.2 0", // N
        "M 0.8 0 L 4 0 C 11.5 0 11.5 14 4 14 L 0.8 14 Z", // D
        "M 0.8 6.6 L 5.4 6.6 C 10.4 6.6 10.4 14 5.4 14 L 0.8 14 L 0.8 0 L 5 0 C 9.6 0 9.6 6.6 5 6.6", // B
        "M 5 0 C -1.4 0 -1.4 14 5 14 C 11.4 14 11.4 0 5 0 Z", // O
        "M 0.4 0 L 9.6 14 M 9.6 0 L 0.4 14" // X
    };

    private static final double ADVANCE = 16;
    private static final double WIDTH = SANDBOX.length * ADVANCE - 6;

    private Lettering() {}

    /** Writes SANDBOX on a dark plate whose middle is the brush's origin; it is about 150 units wide. */
    static void stamp(Brush brush) {
        brush.fill(Brush.box(-WIDTH / 2 - 20, -18, WIDTH + 40, 36, 36), new Color(20, 20, 24, 165));
        for (int i = 0; i < SANDBOX.length; i++) {
            Path2D letter = Brush.path(SANDBOX[i]);
            letter.transform(AffineTransform.getTranslateInstance(i * ADVANCE - WIDTH / 2, -7));
            brush.line(letter, 2.3, new Color(255, 255, 255, 235));
        }
    }
}
