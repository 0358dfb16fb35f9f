package id.potret.sandbox;

import java.awt.AWTError;
import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.LinearGradientPaint;
import java.awt.RadialGradientPaint;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;

/** The few strokes that the pictures are made of. */
final class Brush {
    private final Graphics2D canvas;
    /** Where the light comes from: -1 is left, 1 is right. */
    private final double lightSide;

    private Brush(Graphics2D canvas, double lightSide) {
        this.canvas = canvas;
        this.lightSide = lightSide;
    }

    static Brush on(BufferedImage image, double lightSide) {
        Graphics2D canvas;
        try {
            canvas = image.createGraphics();
        } catch (AWTError | NoClassDefFoundError e) {
            throw new IllegalStateException(
                    "Java looks for a display that is not there, and so cannot draw; start it with -Djava.awt.headless=true",
                    e);
        }
        canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        canvas.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        canvas.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        return new Brush(canvas, lightSide);
    }

    /** Returns a brush whose origin, size and angle differ; this one is unchanged. */
    Brush at(double x, double y, double scale, double degrees) {
        Graphics2D moved = (Graphics2D) canvas.create();
        moved.translate(x, y);
        moved.rotate(Math.toRadians(degrees));
        moved.scale(scale, scale);
        return new Brush(moved, lightSide);
    }

    /** Returns a brush that paints inside a shape only. */
    Brush inside(Shape shape) {
        Graphics2D clipped = (Graphics2D) canvas.create();
        clipped.clip(shape);
        return new Brush(clipped, lightSide);
    }

    double lightSide() {
        return lightSide;
    }

    void fill(Shape shape, Color colour) {
        canvas.setPaint(colour);
        canvas.fill(shape);
    }

    /** Fills from top to bottom. */
    void fade(Shape shape, Color top, Color bottom) {
        Rectangle2D box = shape.getBounds2D();
        gradient(shape, box.getMinX(), box.getMinY(), box.getMinX(), box.getMaxY() + 0.01, top, bottom);
    }

    void gradient(Shape shape, double x1, double y1, double x2, double y2, Color from, Color to) {
        canvas.setPaint(new LinearGradientPaint(
                (float) x1, (float) y1, (float) x2, (float) y2, new float[] {0, 1}, new Color[] {from, to}));
        canvas.fill(shape);
    }

    /** Fills a body so that it looks round: bright towards the light, dark at the far edge. */
    void round(Shape shape, Color colour) {
        Rectangle2D box = shape.getBounds2D();
        double near = lightSide < 0 ? box.getMinX() : box.getMaxX();
        double far = lightSide < 0 ? box.getMaxX() : box.getMinX();
        canvas.setPaint(new LinearGradientPaint(
                (float) near,
                (float) box.getMinY(),
                (float) far,
                (float) (box.getMinY() + box.getHeight() * 0.35),
                new float[] {0, 0.25f, 0.65f, 1},
                new Color[] {
                    Palette.lighter(colour, 0.10), Palette.lighter(colour, 0.26), colour, Palette.darker(colour, 0.34)
                }));
        canvas.fill(shape);
    }

    /** Paints a soft spot that is gone at its edge. */
    void glow(double x, double y, double radiusX, double radiusY, Color colour) {
        Graphics2D squeezed = (Graphics2D) canvas.create();
        squeezed.translate(x, y);
        squeezed.scale(1, radiusY / radiusX);
        squeezed.setPaint(new RadialGradientPaint(0, 0, (float) radiusX, new float[] {0, 0.45f, 1}, new Color[] {
            colour, Palette.alpha(colour, colour.getAlpha() / 255.0 * 0.42), Palette.alpha(colour, 0)
        }));
        squeezed.fill(ellipse(0, 0, radiusX, radiusX));
        squeezed.dispose();
    }

    /** Darkens the corners of a square of 1000. */
    void frame(Color colour) {
        canvas.setPaint(new RadialGradientPaint(500, 470, 860, new float[] {0.3f, 0.65f, 1}, new Color[] {
            Palette.alpha(colour, 0), Palette.alpha(colour, colour.getAlpha() / 255.0 * 0.32), colour
        }));
        canvas.fill(box(-1000, -1000, 3000, 3000));
    }

    /** Returns a brush whose paint covers only in part; this one is unchanged. */
    Brush faint(double share) {
        Graphics2D faint = (Graphics2D) canvas.create();
        faint.setComposite(AlphaComposite.getInstance(AlphaComposite.SRC_OVER, (float) share));
        return new Brush(faint, lightSide);
    }

    void line(Shape path, double width, Color colour) {
        canvas.setPaint(colour);
        canvas.setStroke(new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        canvas.draw(path);
    }

    void dashes(Shape path, double width, double dash, Color colour) {
        canvas.setPaint(colour);
        canvas.setStroke(new BasicStroke(
                (float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND, 1, new float[] {(float) dash}, 0));
        canvas.draw(path);
    }

    /** Spreads a small picture over an area; enlarging it softens it like a lens does. */
    void spread(BufferedImage image, double width, double height) {
        canvas.drawImage(
                image, AffineTransform.getScaleInstance(width / image.getWidth(), height / image.getHeight()), null);
    }

    void dispose() {
        canvas.dispose();
    }

    static Shape ellipse(double x, double y, double radiusX, double radiusY) {
        return new Ellipse2D.Double(x - radiusX, y - radiusY, 2 * radiusX, 2 * radiusY);
    }

    static Shape box(double x, double y, double width, double height) {
        return new Rectangle2D.Double(x, y, width, height);
    }

    static Shape box(double x, double y, double width, double height, double corner) {
        return new RoundRectangle2D.Double(x, y, width, height, corner, corner);
    }

    /** Reads a path as in SVG: absolute M, L, Q, C and Z, everything parted by single blanks. */
    static Path2D path(String steps) {
        Path2D path = new Path2D.Double();
        double[] numbers = new double[6];
        int count = 0;
        String command = "";
        for (String token : steps.split(" ", -1)) {
            if ("MLQCZ".contains(token)) {
                command = token;
                if (command.equals("Z")) {
                    path.closePath();
                }
                continue;
            }
            numbers[count++] = Double.parseDouble(token);
            if (count == (command.equals("C") ? 6 : command.equals("Q") ? 4 : 2)) {
                add(path, command, numbers);
                count = 0;
            }
        }
        return path;
    }

    private static void add(Path2D path, String command, double[] numbers) {
        switch (command) {
            case "M" -> path.moveTo(numbers[0], numbers[1]);
            case "L" -> path.lineTo(numbers[0], numbers[1]);
            case "Q" -> path.quadTo(numbers[0], numbers[1], numbers[2], numbers[3]);
            default -> path.curveTo(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]);
        }
    }
}
