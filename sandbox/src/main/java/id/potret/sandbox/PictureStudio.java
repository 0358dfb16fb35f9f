package id.potret.sandbox;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Draws the pictures: a product on a backdrop, with somebody behind it if the prompt has a model.
 *
 * <p>The prompt decides what is shown, the seed how. The same prompt and seed always give the same picture. Everything is drawn
 * from shapes, without fonts or files.
 */
final class PictureStudio {
    private static final double UNITS = 1000;
    private static final double STAMP_SCALE = 2.1;

    private PictureStudio() {}

    /** Returns the file of a picture. */
    static byte[] render(PictureShelf.Picture picture) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        // the stream in memory spares ImageIO's cache file, and with it the need for a writable folder
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(draw(picture), picture.png() ? "png" : "jpg", out);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot encode " + picture, e);
        }
        return bytes.toByteArray();
    }

    private static BufferedImage draw(PictureShelf.Picture picture) {
        BufferedImage image = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
        if (picture.isBlack()) {
            return image;
        }
        SplittableRandom random = new SplittableRandom(
                picture.prompt().hashCode() * 31L + picture.seed().hashCode());
        Brush canvas = Brush.on(image, random.nextBoolean() ? -1 : 1);
        // the shorter side is cut off, as a lens would do
        double scale = Math.max(picture.width(), picture.height()) / UNITS;
        Brush brush =
                canvas.at((picture.width() - UNITS * scale) / 2, (picture.height() - UNITS * scale) / 2, scale, 0);
        compose(new Scene(picture.prompt()), random, brush);
        double stamp = STAMP_SCALE * Math.min(picture.width(), picture.height()) / UNITS;
        Lettering.stamp(canvas.at(picture.width() / 2.0, picture.height() - 24 * stamp, stamp, 0));
        canvas.dispose();
        return image;
    }

    private static void compose(Scene scene, SplittableRandom random, Brush brush) {
        Backdrop backdrop = new Backdrop(scene, random);
        backdrop.paint(brush);
        backdrop.light(brush);
        ProductArt art = new ProductArt(scene, random);
        double x = 500 + (random.nextDouble() - 0.5) * 110;
        double size = random.nextDouble() * 0.18;
        if (scene.figure() == Scene.Figure.NONE) {
            double y = 835 + random.nextInt(30);
            if (scene.product() != Scene.Product.GARMENT && random.nextInt(3) == 0) {
                pedestal(brush, x, y, scene);
                present(scene, art, brush, x, y - 80, 1.08 + size);
            } else {
                present(scene, art, brush, x, y, 1.25 + size);
            }
        } else {
            Brush figure = brush.at(x, 20 - random.nextInt(40), 1 + random.nextDouble() * 0.17, 0);
            new FigureArt(scene, art, random).paint(figure);
            if (scene.product() == Scene.Product.JEWELLERY) {
                art.necklace(figure.at(0, FigureArt.neck(scene.figure()) + 282 * 0.95, 0.95, 0));
            } else if (scene.product() != Scene.Product.GARMENT) {
                art.paint(scene.product(), brush.at(x, 905, 0.78 + size, 0));
            }
        }
        // most of the light lies behind the product, so that the product stays clear
        backdrop.light(brush.faint(0.4));
    }

    private static void present(Scene scene, ProductArt art, Brush brush, double x, double y, double size) {
        double width = ProductArt.footprint(scene.product()) * size;
        double shift = -brush.lightSide() * width * 0.5;
        brush.glow(x + shift, y - 4, width * 1.75, width * 0.3, new Color(20, 14, 10, 90));
        brush.glow(x, y, width * 1.12, width * 0.13, new Color(10, 6, 4, 170));
        art.paint(scene.product(), brush.at(x, y, size, 0));
    }

    private static void pedestal(Brush brush, double x, double y, Scene scene) {
        Color stone = Palette.mix(scene.placeColour().orElse(new Color(0xe6dfd5)), Color.WHITE, 0.45);
        brush.glow(x - brush.lightSide() * 150, y + 92, 420, 60, new Color(20, 14, 10, 100));
        brush.round(
                Brush.path(
                        "M " + (x - 270) + " " + (y - 80) + " L " + (x + 270) + " " + (y - 80) + " L " + (x + 270) + " "
                                + (y + 60) + " C " + (x + 250) + " " + (y + 116) + " " + (x - 250) + " " + (y + 116)
                                + " " + (x - 270)
                                + " " + (y + 60) + " Z"),
                Palette.darker(stone, 0.1));
        brush.fade(Brush.ellipse(x, y - 80, 270, 44), Palette.lighter(stone, 0.25), Palette.lighter(stone, 0.5));
    }
}
