package id.potret.sandbox;

import java.awt.Color;
import java.awt.Shape;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Paints where the product stands, in units of a square of 1000. */
final class Backdrop {
    /** Where wall and floor meet. */
    static final double FLOOR = 690;

    private static final int OUT_OF_FOCUS = 96;
    private static final double SIZE = 1000;

    private final Scene scene;
    private final SplittableRandom random;
    private final Color base;

    Backdrop(Scene scene, SplittableRandom random) {
        this.scene = scene;
        this.random = random;
        this.base = scene.placeColour().orElseGet(() -> usualColour(scene.place()));
    }

    private static Color usualColour(Scene.Place place) {
        return switch (place) {
            case STUDIO -> new Color(0xd9d6d1);
            case MINIMAL -> new Color(0xe6d5c3);
            case ROOM -> new Color(0xe3cfc0);
            case STREET -> new Color(0x9aa3ad);
            case CAFE -> new Color(0x8d6546);
            case KITCHEN -> new Color(0xdfe4e1);
            case GARDEN -> new Color(0x7fa36b);
            case BEACH -> new Color(0x9fd0e0);
            case WOOD -> new Color(0xa9764a);
            case MARBLE -> new Color(0xe9e7e4);
            case SATIN -> new Color(0xd9b8b4);
            case CELEBRATION -> new Color(0x1f6b57);
        };
    }

    void paint(Brush brush) {
        switch (scene.place()) {
            case STUDIO -> studio(brush);
            case MINIMAL -> minimal(brush);
            case ROOM -> room(brush);
            case STREET -> street(brush);
            case CAFE -> cafe(brush);
            case KITCHEN -> kitchen(brush);
            case GARDEN -> garden(brush);
            case BEACH -> beach(brush);
            case WOOD -> wood(brush);
            case MARBLE -> marble(brush);
            case SATIN -> satin(brush);
            case CELEBRATION -> celebration(brush);
        }
    }

    private static Shape all() {
        return Brush.box(-SIZE, -SIZE, 3 * SIZE, 3 * SIZE);
    }

    private static Shape floor() {
        return Brush.box(-SIZE, FLOOR, 3 * SIZE, 2 * SIZE);
    }

    /** Paints small and enlarges, so that everything behind the product is out of focus. */
    private void blurred(Brush brush, Consumer<Brush> painting) {
        BufferedImage small = new BufferedImage(OUT_OF_FOCUS, OUT_OF_FOCUS, BufferedImage.TYPE_INT_RGB);
        Brush far = Brush.on(small, brush.lightSide());
        painting.accept(far.at(0, 0, OUT_OF_FOCUS / SIZE, 0));
        far.dispose();
        brush.spread(small, SIZE, SIZE);
    }

    /** A paper roll that curves into the floor. */
    private void studio(Brush brush) {
        brush.gradient(all(), 0, 0, 0, FLOOR, Palette.darker(base, 0.10), Palette.lighter(base, 0.12));
        brush.gradient(
                floor(),
                0,
                FLOOR,
                0,
                SIZE,
                Palette.lighter(base, 0.12),
                Palette.mix(base, Palette.lighter(base, 0.5), 0.4));
        brush.glow(SIZE / 2 + brush.lightSide() * 180, 380, 620, 520, Palette.alpha(Palette.lighter(base, 0.75), 0.75));
    }

    private void minimal(Brush brush) {
        brush.fade(all(), Palette.lighter(base, 0.22), base);
        double x = 500 + brush.lightSide() * (60 + random.nextInt(90));
        if (random.nextBoolean()) {
            brush.fade(Brush.box(x - 230, 170, 460, 900, 460), Palette.darker(base, 0.10), Palette.lighter(base, 0.15));
        } else {
            brush.fade(Brush.ellipse(x, 380, 270, 270), Palette.lighter(base, 0.5), Palette.lighter(base, 0.15));
        }
        brush.fade(floor(), Palette.darker(base, 0.07), Palette.lighter(base, 0.12));
    }

    private void room(Brush brush) {
        blurred(brush, far -> {
            far.fade(all(), Palette.lighter(base, 0.25), base);
            double window = brush.lightSide() < 0 ? 60 : 640;
            far.fill(Brush.box(window, 60, 300, 440), new Color(0xfdf6e6));
            far.fill(Brush.box(window + 143, 60, 14, 440), Palette.lighter(base, 0.45));
            far.fill(Brush.box(window, 270, 300, 12), Palette.lighter(base, 0.45));
            double plant = brush.lightSide() < 0 ? 850 : 150;
            for (int i = 0; i < 9; i++) {
                far.at(plant, 560, 1, -80 + i * 20 + random.nextInt(12))
                        .fill(Brush.ellipse(0, -120, 26, 110), new Color(0x4f7a58));
            }
            far.fill(Brush.box(plant - 55, 545, 110, 130, 30), Palette.mix(base, new Color(0xb0623f), 0.7));
            far.fade(floor(), Palette.mix(base, new Color(0x9a6b47), 0.6), Palette.mix(base, new Color(0xb98a62), 0.6));
        });
    }

    private void street(Brush brush) {
        boolean dusk = scene.light() != Scene.Light.DAYLIGHT
                && scene.light() != Scene.Light.SOFT
                && scene.light() != Scene.Light.HIGH_KEY;
        blurred(brush, far -> {
            far.fade(
                    all(),
                    dusk ? new Color(0x2c3357) : new Color(0xbcd3e6),
                    dusk ? new Color(0xd08a6a) : Palette.lighter(base, 0.5));
            for (int i = 0; i < 7; i++) {
                double height = 260 + random.nextInt(330);
                Color wall = Palette.mix(base, new Color(0x6d5a4e), random.nextDouble() * 0.7);
                far.fill(
                        Brush.box(i * 150 - 30, FLOOR - height, 140, height), dusk ? Palette.darker(wall, 0.55) : wall);
            }
            for (int i = 0; i < 22; i++) {
                Color lamp = i % 3 == 0 ? new Color(0xffd58a) : i % 3 == 1 ? new Color(0xffb46b) : new Color(0xbfe0ff);
                far.fill(
                        Brush.ellipse(random.nextInt(1000), 180 + random.nextInt(480), 17, 17),
                        Palette.alpha(lamp, dusk ? 0.85 : 0.4));
            }
            far.fade(
                    floor(),
                    dusk ? new Color(0x3c3a48) : new Color(0x8b8d91),
                    dusk ? new Color(0x57535f) : new Color(0xa9aaac));
        });
    }

    private void cafe(Brush brush) {
        blurred(brush, far -> {
            far.fade(all(), Palette.darker(base, 0.55), Palette.darker(base, 0.1));
            far.fill(Brush.box(0, 240, 1000, 18), Palette.darker(base, 0.65));
            for (int i = 0; i < 12; i++) {
                far.fill(
                        Brush.box(30 + i * 82, 160 + random.nextInt(30), 42, 80, 12),
                        Palette.mix(base, new Color(0xf0d8b0), random.nextDouble()));
            }
            for (int i = 0; i < 16; i++) {
                double radius = 16 + random.nextInt(24);
                far.fill(
                        Brush.ellipse(random.nextInt(1000), 40 + random.nextInt(500), radius, radius),
                        Palette.alpha(new Color(0xffd79a), 0.25 + random.nextDouble() * 0.5));
            }
        });
        table(brush, Palette.mix(base, new Color(0x8a5a36), 0.6));
    }

    private void kitchen(Brush brush) {
        brush.fade(all(), Palette.lighter(base, 0.25), base);
        for (int row = 0; row < 8; row++) {
            for (int column = -1; column < 8; column++) {
                brush.fade(
                        Brush.box(column * 140 + row % 2 * 70 + 4, row * 88 + 4, 132, 80, 10),
                        Palette.lighter(base, 0.45 + random.nextDouble() * 0.2),
                        Palette.lighter(base, 0.3));
            }
        }
        brush.glow(500 + brush.lightSide() * 420, 200, 620, 600, new Color(255, 250, 235, 150));
        brush.fade(floor(), new Color(0xd9c6ac), new Color(0xe9dcc8));
        brush.fill(Brush.box(-SIZE, FLOOR, 3 * SIZE, 8), new Color(0xb79f82));
    }

    private void garden(Brush brush) {
        blurred(brush, far -> {
            far.fade(all(), Palette.lighter(base, 0.45), Palette.darker(base, 0.15));
            for (int i = 0; i < 70; i++) {
                Color leaf = Palette.mix(Palette.darker(base, 0.5), Palette.lighter(base, 0.35), random.nextDouble());
                far.at(random.nextInt(1000), random.nextInt(720), 0.6 + random.nextDouble(), random.nextInt(360))
                        .fill(Brush.ellipse(0, 0, 26, 90), Palette.alpha(leaf, 0.8));
            }
            for (int i = 0; i < 10; i++) {
                far.fill(
                        Brush.ellipse(random.nextInt(1000), random.nextInt(420), 26, 26),
                        new Color(255, 255, 225, 110));
            }
        });
        table(brush, new Color(0x9c8a6b));
    }

    private void beach(Brush brush) {
        blurred(brush, far -> {
            boolean evening = scene.light() == Scene.Light.GOLDEN;
            far.fade(
                    all(),
                    evening ? new Color(0xf2a365) : Palette.lighter(base, 0.15),
                    evening ? new Color(0xfbe3b9) : Palette.lighter(base, 0.65));
            far.fill(Brush.ellipse(500 + brush.lightSide() * 270, 330, 60, 60), new Color(255, 246, 214, 230));
            far.fade(Brush.box(0, 430, 1000, 200), new Color(0x2f86a3), new Color(0x84c7c9));
            for (int i = 0; i < 9; i++) {
                far.fill(
                        Brush.ellipse(random.nextInt(1000), 480 + random.nextInt(130), 120, 5),
                        new Color(255, 255, 255, 110));
            }
            far.fade(Brush.box(0, 610, 1000, 400), new Color(0xf3e4c2), new Color(0xdcc193));
        });
        for (int i = 0; i < 260; i++) {
            brush.fill(
                    Brush.ellipse(random.nextInt(1000), FLOOR + random.nextInt(310), 2.4, 1.3),
                    new Color(150, 115, 70, 60));
        }
    }

    private void wood(Brush brush) {
        Color wall = Palette.lighter(Palette.mix(base, new Color(0xe9dccb), 0.75), 0.1);
        brush.fade(all(), Palette.darker(wall, 0.08), Palette.lighter(wall, 0.2));
        brush.glow(500 + brush.lightSide() * 300, 260, 600, 480, new Color(255, 252, 240, 140));
        table(brush, base);
    }

    /** Boards that run towards the viewer. */
    private void table(Brush brush, Color wood) {
        brush.fade(floor(), Palette.darker(wood, 0.18), Palette.lighter(wood, 0.12));
        Brush top = brush.inside(floor());
        for (int i = -9; i <= 9; i++) {
            double near = 500 + i * 190;
            double far = 500 + i * 95;
            top.line(
                    Brush.path("M " + far + " " + FLOOR + " L " + near + " 1010"),
                    3,
                    Palette.alpha(Palette.darker(wood, 0.45), 0.7));
            for (int grain = 0; grain < 5; grain++) {
                double share = (grain + random.nextDouble()) / 5;
                top.line(
                        Brush.path("M " + (far + 95 * share) + " " + FLOOR + " Q "
                                + (far + 142 * share + random.nextInt(14)) + " " + (FLOOR + 150) + " "
                                + (near + 190 * share) + " 1010"),
                        1.2,
                        Palette.alpha(Palette.darker(wood, 0.5), 0.28));
            }
        }
        brush.fade(
                Brush.box(-SIZE, FLOOR, 3 * SIZE, 26), Palette.alpha(Color.BLACK, 0.25), Palette.alpha(Color.BLACK, 0));
    }

    private void marble(Brush brush) {
        brush.fade(all(), Palette.darker(base, 0.12), Palette.lighter(base, 0.15));
        brush.fade(floor(), Palette.lighter(base, 0.35), Palette.lighter(base, 0.6));
        for (int i = 0; i < 26; i++) {
            double x = random.nextInt(1400) - 200;
            double y = random.nextInt(1000);
            double length = 160 + random.nextInt(280);
            brush.line(
                    Brush.path("M " + x + " " + y + " C " + (x + length * 0.3) + " " + (y - 60 + random.nextInt(120))
                            + " "
                            + (x + length * 0.6) + " " + (y + 40 + random.nextInt(70)) + " " + (x + length) + " "
                            + (y + length * 0.5)),
                    1 + random.nextDouble() * 4,
                    Palette.alpha(new Color(0x7d7f86), 0.10 + random.nextDouble() * 0.16));
        }
        brush.fade(
                Brush.box(-SIZE, FLOOR, 3 * SIZE, 18), Palette.alpha(Color.BLACK, 0.16), Palette.alpha(Color.BLACK, 0));
    }

    private void satin(Brush brush) {
        blurred(brush, far -> {
            far.fade(all(), Palette.lighter(base, 0.12), Palette.darker(base, 0.12));
            for (int i = 0; i < 26; i++) {
                double y = i * 46 - 60 + random.nextInt(30);
                Shape fold = Brush.path("M -50 " + y + " C 250 " + (y + 140 + random.nextInt(60)) + " 600 "
                        + (y - 130 - random.nextInt(60)) + " 1050 " + (y + 90 + random.nextInt(60)));
                far.line(
                        fold,
                        18 + random.nextInt(26),
                        i % 2 == 0
                                ? Palette.alpha(Palette.lighter(base, 0.65), 0.4)
                                : Palette.alpha(Palette.darker(base, 0.5), 0.28));
            }
        });
    }

    private void celebration(Brush brush) {
        brush.fade(all(), Palette.darker(base, 0.35), Palette.lighter(base, 0.1));
        Color gold = new Color(0xe3b45c);
        brush.fade(
                Brush.path("M 190 1000 L 190 520 C 190 330 420 250 500 110 C 580 250 810 330 810 520 L 810 1000 Z"),
                Palette.lighter(base, 0.22),
                Palette.lighter(base, 0.42));
        brush.line(
                Brush.path("M 190 1000 L 190 520 C 190 330 420 250 500 110 C 580 250 810 330 810 520 L 810 1000"),
                7,
                gold);
        for (int i = 0; i < 4; i++) {
            double x = new double[] {90, 250, 750, 910}[i];
            double y = 170 + random.nextInt(130);
            brush.line(Brush.path("M " + x + " -10 L " + x + " " + (y - 46)), 2, gold);
            brush.glow(x, y, 120, 120, new Color(255, 216, 140, 150));
            brush.fill(
                    Brush.path("M " + (x - 26) + " " + (y - 26) + " L " + x + " " + (y - 52) + " L " + (x + 26) + " "
                            + (y - 26) + " L " + (x + 20) + " " + (y + 34) + " L " + (x - 20) + " " + (y + 34) + " Z"),
                    gold);
            brush.fill(Brush.box(x - 15, y - 20, 30, 46, 8), new Color(0xfff1c9));
        }
        brush.fade(floor(), Palette.darker(base, 0.25), base);
        brush.fade(
                Brush.box(-SIZE, FLOOR, 3 * SIZE, 20), Palette.alpha(Color.BLACK, 0.3), Palette.alpha(Color.BLACK, 0));
    }

    /** Lays the light over the finished picture. */
    void light(Brush brush) {
        List<Color> colours = scene.lightColours();
        double side = 500 + brush.lightSide() * 520;
        switch (scene.light()) {
            case SOFT -> brush.glow(side, 120, 700, 600, new Color(255, 255, 255, 40));
            case DAYLIGHT -> {
                brush.glow(side, 60, 900, 800, new Color(255, 252, 240, 70));
                brush.gradient(
                        all(), side, 0, 1000 - side, 1000, new Color(255, 255, 250, 24), new Color(70, 90, 130, 34));
            }
            case GOLDEN -> {
                brush.glow(side, 200, 1000, 900, new Color(255, 190, 90, 120));
                brush.gradient(
                        all(), side, 0, 1000 - side, 900, new Color(255, 170, 70, 70), new Color(110, 50, 60, 60));
            }
            case RING -> brush.glow(500, 430, 520, 520, new Color(255, 255, 255, 56));
            case DRAMATIC -> {
                brush.gradient(all(), side, 0, 1000 - side, 700, new Color(0, 0, 0, 0), new Color(8, 8, 16, 140));
                vignette(brush, 120);
            }
            case CANDLE -> {
                brush.fill(all(), new Color(60, 22, 0, 70));
                brush.glow(side, 560, 760, 680, new Color(255, 170, 70, 125));
                vignette(brush, 110);
            }
            case NEON -> {
                brush.fill(all(), new Color(20, 8, 48, 110));
                brush.glow(0, 420, 820, 900, new Color(255, 40, 170, 125));
                brush.glow(1000, 420, 820, 900, new Color(30, 200, 255, 125));
            }
            case HIGH_KEY -> brush.fill(all(), new Color(255, 255, 255, 62));
        }
        for (int i = 0; i < Math.min(2, colours.size()); i++) {
            brush.glow(i * 1000, 400, 900, 950, Palette.alpha(colours.get(i), 0.55));
        }
        if (scene.isVintage()) {
            brush.fill(all(), new Color(190, 140, 70, 46));
            vignette(brush, 90);
        }
        if (scene.isLuxury()) {
            vignette(brush, 120);
        }
    }

    private static void vignette(Brush brush, int strength) {
        brush.frame(new Color(0, 0, 0, strength));
    }
}
