package id.potret.sandbox;

import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Area;
import java.util.SplittableRandom;

/** Paints who shows the product: shoulders to hips, on a square of 1000, the middle of the figure at x = 0. */
final class FigureArt {
    private static final int[] SKIN = {0xf0c9a8, 0xe0ac84, 0xc98d63, 0xa86f4a, 0x7d4f35};
    private static final Color FEATURES = new Color(0x3a2620);

    private final Scene scene;
    private final Color skin;
    private final Color hair;
    private final Color cloth;
    private final ProductArt art;
    private final int hairCut;

    FigureArt(Scene scene, ProductArt art, SplittableRandom random) {
        this.scene = scene;
        this.art = art;
        hairCut = random.nextInt(3);
        skin = new Color(SKIN[random.nextInt(4)]);
        hair = scene.hairColour();
        // who shows a garment wears it; for anything else the clothes stay behind the product
        cloth = scene.product() == Scene.Product.GARMENT
                ? scene.productColour()
                : Palette.mix(new Color(0xf0e9df), scene.productColour(), 0.12);
    }

    void paint(Brush brush) {
        switch (scene.figure()) {
            case NONE -> {}
            case ANIMAL -> cat(brush);
            case CARTOON -> cartoon(brush);
            case WOMAN, MAN, GIRL, BOY -> person(brush);
        }
    }

    /** Where a necklace begins, from the top. */
    static double neck(Scene.Figure figure) {
        return switch (figure) {
            case ANIMAL, GIRL, BOY -> 560;
            default -> 440;
        };
    }

    private boolean isFemale() {
        return scene.figure() == Scene.Figure.WOMAN || scene.figure() == Scene.Figure.GIRL;
    }

    private boolean isChild() {
        return scene.figure() == Scene.Figure.GIRL || scene.figure() == Scene.Figure.BOY;
    }

    private void person(Brush brush) {
        Brush body = isChild() ? brush.at(0, 190, 0.86, 0) : brush;
        double shoulder = isFemale() ? 176 : 214;
        if (isFemale() && !scene.isHeadCovered()) {
            backOfHair(body);
        }
        body.round(Brush.path("M -38 330 L 38 330 L 44 450 C 20 476 -20 476 -44 450 Z"), Palette.darker(skin, 0.14));
        torso(body, shoulder);
        head(body);
        arms(body, shoulder);
    }

    private void backOfHair(Brush brush) {
        Color shaded = Palette.darker(hair, 0.1);
        switch (hairCut) {
            case 0 ->
                brush.round(
                        Brush.path(
                                "M -112 250 C -128 90 128 90 112 250 C 126 350 142 420 118 500 C 60 470 -60 470 -118 500"
                                        + " C -142 420 -126 350 -112 250 Z"),
                        shaded);
            case 1 ->
                brush.round(
                        Brush.path(
                                "M -108 250 C -124 90 124 90 108 250 C 120 310 126 350 104 388 C 60 400 -60 400 -104 388"
                                        + " C -126 350 -120 310 -108 250 Z"),
                        shaded);
            default -> brush.round(Brush.ellipse(0, 118, 54, 50), shaded);
        }
    }

    private void torso(Brush brush, double shoulder) {
        Shape torso = Brush.path("M -58 428 C -40 470 40 470 58 428 C 110 442 " + (shoulder - 20) + " 452 " + shoulder
                + " 520 L " + (shoulder - 18) + " 760 L " + (shoulder - 6) + " 1040 L " + (6 - shoulder) + " 1040 L "
                + (18 - shoulder) + " 760 L " + -shoulder + " 520 C " + (20 - shoulder) + " 452 -110 442 -58 428 Z");
        brush.round(torso, cloth);
        Brush folds = brush.inside(torso);
        if (scene.product() == Scene.Product.GARMENT) {
            art.decorate(folds, -240, 560, 480, 440);
        }
        for (int i = -2; i <= 2; i++) {
            folds.line(
                    Brush.path(
                            "M " + (i * 46) + " 600 C " + (i * 54) + " 740 " + (i * 50) + " 880 " + (i * 66) + " 1040"),
                    12,
                    Palette.alpha(i % 2 == 0 ? Color.BLACK : Color.WHITE, 0.07));
        }
        brush.line(Brush.path("M -58 428 C -40 470 40 470 58 428"), 6, Palette.darker(cloth, 0.22));
    }

    private void head(Brush brush) {
        brush.round(Brush.ellipse(0, 262, 84, 108), skin);
        brush.fill(Brush.ellipse(-46, 300, 18, 11), new Color(214, 110, 100, 60));
        brush.fill(Brush.ellipse(46, 300, 18, 11), new Color(214, 110, 100, 60));
        for (int side = -1; side <= 1; side += 2) {
            brush.line(
                    Brush.path("M " + side * 20 + " 232 C " + side * 28 + " 224 " + side * 42 + " 224 " + side * 52
                            + " 231"),
                    5,
                    Palette.darker(hair, 0.1));
            brush.fill(Brush.ellipse(side * 36, 256, 8, 8.5), FEATURES);
            brush.fill(Brush.ellipse(side * 36 + 2.5, 253, 2.6, 2.6), Color.WHITE);
            if (isFemale()) {
                brush.line(
                        Brush.path("M " + side * 25 + " 251 C " + side * 32 + " 243 " + side * 44 + " 244 " + side * 49
                                + " 251"),
                        3,
                        FEATURES);
            }
        }
        brush.line(Brush.path("M 0 262 C 5 276 8 286 -3 290"), 3, Palette.darker(skin, 0.3));
        brush.fill(Brush.path("M -26 318 C -10 326 10 326 26 318 C 14 342 -14 342 -26 318 Z"), new Color(0xb5524e));
        brush.fill(Brush.path("M -19 321 C -8 325 8 325 19 321 C 12 328 -12 328 -19 321 Z"), Color.WHITE);
        if (scene.isHeadCovered() && isFemale()) {
            cover(brush);
        } else if (isFemale()) {
            brush.round(
                    Brush.path("M -92 300 C -116 120 -60 136 0 138 C 70 130 114 130 92 300 C 84 240 70 206 40 184"
                            + " C 10 206 -60 200 -78 240 C -84 256 -88 280 -92 300 Z"),
                    hair);
        } else {
            brush.round(
                    Brush.path("M -88 262 C -104 150 -70 134 -10 132 C 60 126 108 150 88 262 C 84 226 72 208 50 200"
                            + " C 10 206 -40 206 -62 198 C -78 214 -84 236 -88 262 Z"),
                    hair);
        }
    }

    private void cover(Brush brush) {
        Color scarf = Palette.mix(scene.accentColour(), new Color(0xe7dccb), 0.5);
        Area around = new Area(Brush.path("M 0 128 C -110 128 -124 240 -112 330 C -120 420 -150"
                + " 470 -196 560 C -90 600 90 600 196 560 C 150 470 120 420 112 330 C 124 240 110 128 0 128 Z"));
        around.subtract(new Area(Brush.ellipse(0, 268, 74, 96)));
        brush.round(around, scarf);
        brush.line(Brush.path("M -60 350 C -20 420 60 440 150 520"), 6, Palette.alpha(Palette.darker(scarf, 0.4), 0.4));
        brush.line(
                Brush.path("M 62 350 C 40 400 -20 440 -120 500"), 6, Palette.alpha(Palette.darker(scarf, 0.4), 0.35));
    }

    /** Both arms reach for what is in front. */
    private void arms(Brush brush, double shoulder) {
        for (int side = -1; side <= 1; side += 2) {
            double x = side * (shoulder - 22);
            Shape arm = Brush.path(
                    "M " + x + " 526 C " + (x + side * 66) + " 660 " + (x + side * 40) + " 790 " + side * 150 + " 838");
            brush.line(arm, 62, Palette.darker(cloth, side == brush.lightSide() ? 0.08 : 0.2));
            brush.fill(
                    Brush.ellipse(side * 146, 838, 33, 29), Palette.darker(skin, side == brush.lightSide() ? 0 : 0.12));
        }
    }

    private void cat(Brush brush) {
        Color fur = Palette.mix(hair, new Color(0xd89a5b), 0.8);
        brush.round(Brush.path("M -150 1040 C -190 760 -120 560 0 560 C 120 560 190 760 150 1040 Z"), fur);
        brush.fill(
                Brush.path("M -62 1040 C -80 840 -50 700 0 700 C 50 700 80 840 62 1040 Z"), Palette.lighter(fur, 0.55));
        for (int side = -1; side <= 1; side += 2) {
            brush.round(
                    Brush.path("M " + side * 36 + " 300 L " + side * 140 + " 196 L " + side * 150 + " 372 Z"),
                    Palette.darker(fur, 0.1));
            brush.fill(
                    Brush.path("M " + side * 66 + " 300 L " + side * 126 + " 236 L " + side * 132 + " 350 Z"),
                    new Color(0xe5a79a));
        }
        brush.round(Brush.ellipse(0, 430, 172, 150), fur);
        for (int i = -1; i <= 1; i++) {
            brush.line(Brush.path("M " + i * 34 + " 292 L " + i * 26 + " 340"), 13, Palette.darker(fur, 0.35));
        }
        for (int side = -1; side <= 1; side += 2) {
            brush.fill(Brush.ellipse(side * 64, 414, 30, 34), new Color(0xe9d36a));
            brush.fill(Brush.ellipse(side * 64, 414, 11, 29), FEATURES);
            brush.fill(Brush.ellipse(side * 64 + 6, 402, 6, 7), Color.WHITE);
            for (int i = -1; i <= 1; i++) {
                brush.line(
                        Brush.path("M " + side * 62 + " " + (490 + i * 8) + " L " + side * 190 + " " + (482 + i * 26)),
                        2.5,
                        new Color(255, 255, 255, 190));
            }
        }
        brush.fill(Brush.ellipse(0, 494, 62, 44), Palette.lighter(fur, 0.6));
        brush.fill(Brush.path("M -20 470 L 20 470 L 0 492 Z"), new Color(0xc96f6a));
        brush.line(Brush.path("M 0 492 C -4 516 -30 520 -38 506 M 0 492 C 4 516 30 520 38 506"), 4, FEATURES);
    }

    private void cartoon(Brush brush) {
        torso(brush, 150);
        brush.round(Brush.ellipse(0, 270, 190, 180), skin);
        brush.round(
                Brush.path("M -192 290 C -220 60 -60 40 20 62 C 90 20 230 90 192 290 C 170 210 130 170 60 160"
                        + " C 20 190 -110 180 -150 200 C -176 226 -186 260 -192 290 Z"),
                Palette.mix(hair, scene.accentColour(), 0.35));
        for (int side = -1; side <= 1; side += 2) {
            brush.fill(Brush.ellipse(side * 72, 292, 44, 56), Color.WHITE);
            brush.fill(Brush.ellipse(side * 68, 300, 29, 38), Palette.darker(scene.productColour(), 0.2));
            brush.fill(Brush.ellipse(side * 68, 304, 16, 22), new Color(0x1d1a20));
            brush.fill(Brush.ellipse(side * 68 + 11, 286, 10, 12), Color.WHITE);
            brush.fill(Brush.ellipse(side * 122, 360, 28, 15), new Color(240, 120, 120, 120));
        }
        brush.fill(Brush.path("M -48 372 C -20 386 20 386 48 372 C 36 430 -36 430 -48 372 Z"), new Color(0xa53c45));
        brush.fill(Brush.path("M -36 378 C -14 386 14 386 36 378 C 30 392 -30 392 -36 378 Z"), Color.WHITE);
        arms(brush, 150);
    }
}
