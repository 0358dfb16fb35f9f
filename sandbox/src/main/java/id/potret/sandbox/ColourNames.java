package id.potret.sandbox;

import java.awt.Color;

/** Names colours in plain words. */
final class ColourNames {
    private ColourNames() {}

    static String of(int rgb) {
        float[] hsb = Color.RGBtoHSB((rgb >> 16) & 0xff, (rgb >> 8) & 0xff, rgb & 0xff, null);
        float hue = hsb[0] * 360;
        float saturation = hsb[1];
        float brightness = hsb[2];
        if (brightness < 0.13f) {
            return "black";
        }
        if (saturation < 0.10f || (saturation < 0.16f && brightness < 0.35f)) {
            return gray(brightness);
        }
        if (hue < 12 || hue >= 345) {
            return brightness < 0.55f ? "dark red" : saturation < 0.45f ? "pink" : "red";
        }
        if (hue < 48) {
            return orange(hue, saturation, brightness);
        }
        if (hue < 68) {
            return brightness < 0.55f ? "olive" : saturation < 0.35f ? "cream" : "yellow";
        }
        if (hue < 165) {
            return brightness < 0.4f ? "dark green" : saturation < 0.35f ? "pale green" : "green";
        }
        if (hue < 195) {
            return brightness < 0.5f ? "dark teal" : saturation < 0.35f ? "pale teal" : "teal";
        }
        if (hue < 255) {
            return brightness < 0.45f ? "navy blue" : saturation < 0.4f ? "light blue" : "blue";
        }
        if (hue < 290) {
            return saturation < 0.35f ? "lavender" : "purple";
        }
        return brightness < 0.5f ? "dark purple" : "pink";
    }

    private static String gray(float brightness) {
        if (brightness > 0.93f) {
            return "white";
        }
        return brightness > 0.7f ? "light gray" : brightness > 0.4f ? "gray" : "dark gray";
    }

    /** Between red and yellow lie the colours of wood, leather, skin and sand. */
    private static String orange(float hue, float saturation, float brightness) {
        if (brightness < 0.35f) {
            return "dark brown";
        }
        if (brightness < 0.65f) {
            return saturation < 0.3f ? "taupe" : "brown";
        }
        if (saturation < 0.22f) {
            return brightness > 0.88f ? "cream" : "beige";
        }
        if (saturation < 0.5f) {
            return brightness > 0.85f && hue < 25 ? "peach" : "tan";
        }
        return hue > 40 ? "golden yellow" : "orange";
    }
}
