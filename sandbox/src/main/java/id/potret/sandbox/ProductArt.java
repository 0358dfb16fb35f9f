package id.potret.sandbox;

import java.awt.Color;
import java.awt.Shape;
import java.util.SplittableRandom;

/** Paints a product that stands on the brush's origin and is about 400 units high. */
final class ProductArt {
    private static final Color METAL = new Color(0xd2a24a);

    private final Color colour;
    private final Color accent;
    private final int pattern;

    ProductArt(Scene scene, SplittableRandom random) {
        colour = scene.productColour();
        accent = scene.accentColour();
        pattern = random.nextInt(3);
    }

    void paint(Scene.Product product, Brush brush) {
        switch (product) {
            case BAG -> bag(brush);
            case SHOES -> shoes(brush);
            case BOTTLE -> bottle(brush);
            case CUP -> cup(brush);
            case GARMENT -> garment(brush);
            case LAMP -> lamp(brush);
            case JEWELLERY -> jewellery(brush);
        }
    }

    /** Half of the width of the shadow that a product throws. */
    static double footprint(Scene.Product product) {
        return switch (product) {
            case BAG -> 190;
            case SHOES -> 250;
            case BOTTLE -> 110;
            case CUP -> 170;
            case GARMENT -> 150;
            case LAMP -> 120;
            case JEWELLERY -> 165;
        };
    }

    private void bag(Brush brush) {
        Color dark = Palette.darker(colour, 0.45);
        brush.line(Brush.path("M -92 -236 C -92 -430 92 -430 92 -236"), 17, Palette.darker(colour, 0.55));
        brush.line(Brush.path("M -84 -228 C -84 -404 84 -404 84 -228"), 15, Palette.darker(colour, 0.25));
        Shape body =
                Brush.path("M -152 -250 L 152 -250 C 166 -250 170 -242 172 -230 L 192 -24 C 193 -8 184 0 168 0 L -168 0"
                        + " C -184 0 -193 -8 -192 -24 L -172 -230 C -170 -242 -166 -250 -152 -250 Z");
        brush.round(body, colour);
        Brush skin = brush.inside(body);
        decorate(skin, -200, -140, 400, 150);
        Shape flap =
                Brush.path("M -166 -252 L 166 -252 L 178 -150 C 120 -104 60 -92 0 -92 C -60 -92 -120 -104 -178 -150 Z");
        brush.at(0, 9, 1, 0).fill(flap, new Color(0, 0, 0, 60));
        brush.round(flap, Palette.darker(colour, 0.12));
        brush.dashes(
                Brush.path("M -166 -156 C -112 -114 -58 -104 0 -104 C 58 -104 112 -114 166 -156"),
                2.2,
                9,
                Palette.lighter(colour, 0.45));
        brush.fill(Brush.box(-24, -122, 48, 52, 14), Palette.darker(METAL, 0.25));
        brush.fade(Brush.box(-22, -122, 44, 48, 12), Palette.lighter(METAL, 0.55), METAL);
        brush.fill(Brush.box(-8, -108, 16, 20, 8), dark);
        for (int side = -1; side <= 1; side += 2) {
            brush.fade(Brush.ellipse(side * 88, -236, 11, 11), Palette.lighter(METAL, 0.5), METAL);
        }
        brush.line(Brush.path("M -150 -14 L 150 -14"), 2, Palette.alpha(dark, 0.6));
    }

    private void shoes(Brush brush) {
        Brush behind = brush.at(62, -44, 0.92, -7);
        sneaker(behind, Palette.darker(colour, 0.22));
        sneaker(brush, colour);
    }

    private void sneaker(Brush brush, Color leather) {
        Shape upper = Brush.path("M -214 -38 C -226 -100 -224 -150 -208 -196 C -180 -206 -150 -190 -118 -192"
                + " C -96 -212 -70 -236 -44 -234 C -20 -230 -18 -206 6 -178 C 44 -136 96 -116 152 -104"
                + " C 206 -92 232 -74 232 -40 Z");
        brush.round(upper, leather);
        Brush skin = brush.inside(upper);
        skin.round(
                Brush.path("M 120 -20 C 118 -70 128 -96 160 -112 L 260 -110 L 260 -20 Z"),
                Palette.lighter(leather, 0.25));
        skin.round(Brush.path("M -240 -20 L -240 -150 C -190 -150 -166 -110 -160 -20 Z"), Palette.darker(leather, 0.2));
        skin.line(Brush.path("M -120 -30 C -70 -100 -20 -126 40 -150"), 20, Palette.mix(accent, Color.WHITE, 0.25));
        brush.line(Brush.path("M -206 -190 C -180 -168 -140 -170 -114 -186"), 12, Palette.darker(leather, 0.4));
        for (int i = 0; i < 5; i++) {
            double x = -34 + i * 33;
            double y = -196 + i * 22;
            brush.line(
                    Brush.path("M " + (x - 22) + " " + (y + 26) + " L " + (x + 24) + " " + y), 8, new Color(0xf7f4ee));
        }
        Shape sole = Brush.path("M -226 -46 C -150 -34 120 -34 236 -48 C 246 -30 244 -10 226 0 L -206 0"
                + " C -226 -4 -232 -24 -226 -46 Z");
        brush.fade(sole, new Color(0xfbf8f2), new Color(0xd9d2c6));
        brush.line(Brush.path("M -220 -16 L 236 -16"), 2.5, new Color(0xb9b0a2));
    }

    private void bottle(Brush brush) {
        Shape body = Brush.path("M -48 -278 C -48 -262 -100 -262 -100 -212 L -100 -22 C -100 -8 -92 0 -78 0 L 78 0"
                + " C 92 0 100 -8 100 -22 L 100 -212 C 100 -262 48 -262 48 -278 Z");
        brush.round(body, colour);
        Brush glass = brush.inside(body);
        glass.gradient(
                Brush.box(-84, -240, 20, 226, 20),
                0,
                -240,
                0,
                -10,
                new Color(255, 255, 255, 165),
                new Color(255, 255, 255, 25));
        glass.fill(Brush.box(70, -230, 8, 210, 8), new Color(255, 255, 255, 60));
        glass.fade(Brush.box(-110, -60, 220, 70), Palette.alpha(Color.BLACK, 0), Palette.alpha(Color.BLACK, 0.28));
        brush.fade(Brush.box(-62, -178, 124, 124, 8), new Color(0xfdfbf6), new Color(0xece5d8));
        brush.fill(Brush.ellipse(0, -142, 17, 17), Palette.mix(colour, accent, 0.5));
        brush.line(Brush.path("M -34 -104 L 34 -104"), 6, Palette.darker(colour, 0.3));
        brush.line(Brush.path("M -24 -86 L 24 -86"), 3.5, Palette.lighter(colour, 0.2));
        brush.line(Brush.path("M -30 -72 L 30 -72"), 2.5, Palette.lighter(colour, 0.35));
        Color cap = Palette.mix(accent, new Color(0x2b2a2d), 0.55);
        brush.round(Brush.box(-46, -320, 92, 48, 10), cap);
        for (int i = 0; i < 9; i++) {
            brush.line(
                    Brush.path("M " + (-40 + i * 10) + " -314 L " + (-40 + i * 10) + " -278"),
                    1.6,
                    Palette.alpha(Color.BLACK, 0.3));
        }
        brush.round(
                Brush.path(
                        "M -28 -320 C -26 -350 -30 -372 -22 -392 C -14 -410 14 -410 22 -392 C 30 -372 26 -350 28 -320 Z"),
                new Color(0x3a383c));
    }

    private void cup(Brush brush) {
        brush.fade(Brush.ellipse(0, -8, 205, 36), new Color(0xf6f1e8), new Color(0xcfc5b5));
        brush.fade(Brush.ellipse(0, -16, 175, 26), Palette.darker(new Color(0xe9e1d3), 0.12), new Color(0xf6f1e8));
        brush.line(Brush.path("M 118 -176 C 214 -190 214 -66 104 -70"), 25, Palette.darker(colour, 0.25));
        brush.line(Brush.path("M 118 -178 C 204 -190 204 -70 104 -74"), 13, Palette.lighter(colour, 0.12));
        Shape body = Brush.path(
                "M -132 -226 L 132 -226 C 132 -120 116 -20 72 -14 C 30 -6 -30 -6 -72 -14 C -116 -20 -132 -120 -132 -226 Z");
        brush.round(body, colour);
        decorate(brush.inside(body), -140, -130, 280, 60);
        brush.fill(Brush.ellipse(0, -226, 132, 32), Palette.lighter(colour, 0.35));
        brush.fade(Brush.ellipse(0, -222, 119, 25), new Color(0x4a2b18), new Color(0x7a4a29));
        brush.line(Brush.path("M -50 -222 C -20 -236 20 -208 50 -224"), 7, new Color(236, 210, 170, 190));
        for (int i = -1; i <= 1; i++) {
            brush.line(
                    Brush.path("M " + (i * 42) + " -262 C " + (i * 42 - 26) + " -300 " + (i * 42 + 26) + " -330 "
                            + (i * 42) + " -372"),
                    9,
                    new Color(255, 255, 255, 60));
        }
    }

    private void garment(Brush brush) {
        Brush hung = brush.at(0, -30, 1.18, 0);
        hung.line(Brush.path("M 0 -420 C 0 -452 30 -448 24 -426"), 6, new Color(0x8d8f94));
        hung.line(Brush.path("M -96 -372 L 0 -414 L 96 -372"), 9, new Color(0xa8794c));
        Shape dress =
                Brush.path("M -48 -398 C -30 -368 30 -368 48 -398 C 86 -390 118 -372 134 -344 L 168 -236 L 112 -214"
                        + " L 92 -268 C 88 -232 86 -214 90 -196 C 126 -130 150 -60 164 8 C 60 30 -60 30 -164 8"
                        + " C -150 -60 -126 -130 -90 -196 C -86 -214 -88 -232 -92 -268 L -112 -214 L -168 -236 L -134 -344"
                        + " C -118 -372 -86 -390 -48 -398 Z");
        hung.round(dress, colour);
        Brush cloth = hung.inside(dress);
        decorate(cloth, -180, -180, 360, 200);
        for (int i = -3; i <= 3; i++) {
            cloth.line(
                    Brush.path(
                            "M " + (i * 22) + " -196 C " + (i * 30) + " -120 " + (i * 38) + " -50 " + (i * 46) + " 30"),
                    7,
                    Palette.alpha(i % 2 == 0 ? Palette.darker(colour, 0.6) : Color.WHITE, 0.14));
        }
        hung.line(Brush.path("M -91 -198 C -40 -186 40 -186 91 -198"), 13, Palette.mix(accent, colour, 0.25));
        hung.line(Brush.path("M -48 -397 C -30 -366 30 -366 48 -397"), 5, Palette.darker(colour, 0.35));
    }

    private void lamp(Brush brush) {
        brush.glow(0, -300, 330, 300, new Color(255, 225, 160, 150));
        brush.round(
                Brush.path("M -20 -210 L 20 -210 C 24 -150 92 -130 92 -66 C 92 -20 60 0 0 0 C -60 0 -92 -20 -92 -66"
                        + " C -92 -130 -24 -150 -20 -210 Z"),
                colour);
        brush.line(Brush.path("M -70 -36 C -30 -22 30 -22 70 -36"), 5, Palette.alpha(accent, 0.9));
        brush.fill(Brush.box(-9, -236, 18, 32), METAL);
        Shape shade = Brush.path("M -92 -420 L 92 -420 L 158 -226 C 100 -208 -100 -208 -158 -226 Z");
        brush.round(shade, new Color(0xf0e0c4));
        Brush cloth = brush.inside(shade);
        cloth.glow(0, -250, 190, 150, new Color(255, 236, 180, 230));
        for (int i = -4; i <= 4; i++) {
            cloth.line(Brush.path("M " + (i * 21) + " -424 L " + (i * 37) + " -206"), 1.6, new Color(150, 110, 60, 60));
        }
        brush.line(Brush.path("M -158 -226 C -100 -208 100 -208 158 -226"), 6, Palette.darker(accent, 0.1));
        brush.line(Brush.path("M -92 -420 L 92 -420"), 5, Palette.darker(accent, 0.1));
    }

    /** A necklace on a bust of velvet. */
    private void jewellery(Brush brush) {
        Color velvet = Palette.darker(Palette.mix(colour, new Color(0x2c2a35), 0.55), 0.05);
        Shape bust = Brush.path("M -42 -400 C -42 -330 -60 -300 -110 -278 C -166 -256 -178 -220 -172 -170"
                + " C -166 -100 -120 -40 -92 0 L 92 0 C 120 -40 166 -100 172 -170 C 178 -220 166 -256 110 -278"
                + " C 60 -300 42 -330 42 -400 C 20 -412 -20 -412 -42 -400 Z");
        brush.round(bust, velvet);
        brush.fill(Brush.ellipse(0, -402, 42, 11), Palette.lighter(velvet, 0.2));
        necklace(brush);
    }

    /** A chain whose ends are 282 above the origin, to be worn. */
    void necklace(Brush brush) {
        for (int i = 0; i <= 36; i++) {
            double angle = Math.PI * i / 36;
            double x = Math.cos(angle) * 96;
            double y = -282 + Math.sin(angle) * 138;
            double radius = i % 4 == 0 ? 7 : 4.4;
            brush.fade(Brush.ellipse(x, y, radius, radius), new Color(0xfff0c4), METAL);
        }
        brush.fade(Brush.ellipse(0, -128, 12, 12), new Color(0xfff0c4), METAL);
        brush.fill(Brush.path("M 0 -124 C 34 -84 36 -40 0 -36 C -36 -40 -34 -84 0 -124 Z"), METAL);
        brush.gradient(
                Brush.path("M 0 -112 C 25 -80 26 -48 0 -45 C -26 -48 -25 -80 0 -112 Z"),
                -20,
                -110,
                20,
                -40,
                Palette.lighter(colour, 0.65),
                Palette.darker(colour, 0.1));
        brush.fill(
                Brush.path("M -7 -92 C -14 -80 -14 -70 -10 -62 C -6 -72 -4 -80 -7 -92 Z"),
                new Color(255, 255, 255, 200));
        brush.glow(9, -66, 26, 26, new Color(255, 255, 255, 190));
    }

    /** Gives cloth, leather or glaze stripes, dots, or nothing. */
    void decorate(Brush brush, double x, double y, double width, double height) {
        Color light = Palette.alpha(Palette.mix(accent, Color.WHITE, 0.3), 0.75);
        if (pattern == 1) {
            for (int i = 0; i < 3; i++) {
                brush.fill(Brush.box(x, y + height * (0.35 + i * 0.2), width, 7), light);
            }
        } else if (pattern == 2) {
            for (int row = 0; row < height / 40; row++) {
                for (int column = 0; column < width / 40 + 1; column++) {
                    brush.fill(Brush.ellipse(x + column * 40 + row % 2 * 20, y + 20 + row * 40, 5, 5), light);
                }
            }
        }
    }
}
