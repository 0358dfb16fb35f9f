package id.potret.sandbox;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Draws the pictures. */
final class PictureStudio {
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
        Graphics2D canvas = image.createGraphics();
        int hash = picture.prompt().hashCode() ^ picture.seed().hashCode();
        canvas.setPaint(new GradientPaint(
                0, 0, new Color(hash & 0xffffff), picture.width(), picture.height(), new Color(~hash & 0xffffff)));
        canvas.fillRect(0, 0, picture.width(), picture.height());
        canvas.dispose();
        return image;
    }
}
