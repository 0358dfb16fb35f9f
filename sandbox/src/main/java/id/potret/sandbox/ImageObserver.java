package id.potret.sandbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Says in comma phrases what can be measured in a picture: colours, where they are, light, contrast and size.
 *
 * <p>It never names an object, because it cannot recognise one; the subject is called what the instruction calls it.
 */
final class ImageObserver {
    /** The longer side of what is looked at; a picture's colours and light need no more. */
    private static final int LOOKED_AT = 160;
    /** A colour belongs to the subject if it is so far from the border's colour, of 441 in all. */
    private static final double SUBJECT_DISTANCE = 48;

    private static final Pattern WORD_LIMIT =
            Pattern.compile("(?:at most|up to|no more than|maximum(?: of)?|max) (\\d{1,4}) words");

    private ImageObserver() {}

    /** Describes a picture, or says which format it has where that is all that can be seen. */
    static String describe(byte[] bytes, String instruction) {
        String wanted = instruction.toLowerCase(Locale.ROOT);
        List<String> phrases = look(bytes)
                .map(view -> view.phrases(subject(wanted)))
                .orElseGet(() -> List.of(
                        format(bytes) + " picture",
                        kilobytes(bytes) + " kilobytes",
                        "colours not readable in the sandbox"));
        Matcher limit = WORD_LIMIT.matcher(wanted);
        return join(phrases, limit.find() ? Integer.parseInt(limit.group(1)) : Integer.MAX_VALUE);
    }

    /** Whether the bytes are a picture of a kind that Gemini reads. */
    static boolean isReadable(byte[] bytes) {
        return !format(bytes).equals("unknown");
    }

    private static String join(List<String> phrases, int maxWords) {
        StringBuilder text = new StringBuilder();
        int words = 0;
        for (String phrase : phrases) {
            words += phrase.split(" ", -1).length;
            if (words > maxWords && !text.isEmpty()) {
                break;
            }
            text.append(text.isEmpty() ? "" : ", ").append(phrase);
        }
        return text.toString();
    }

    private static String subject(String instruction) {
        // the words of the role come before words of other roles that the instruction only excludes
        int product = first(instruction, "product");
        int face = Math.min(first(instruction, "face"), first(instruction, "person"));
        int background = Math.min(first(instruction, "background"), first(instruction, "setting"));
        int nearest = Math.min(product, Math.min(face, background));
        if (nearest == Integer.MAX_VALUE) {
            return "picture";
        }
        return nearest == product ? "product" : nearest == face ? "portrait" : "setting";
    }

    private static int first(String text, String word) {
        int index = text.indexOf(word);
        return index < 0 ? Integer.MAX_VALUE : index;
    }

    private static String format(byte[] bytes) {
        String start = new String(bytes, 0, Math.min(bytes.length, 16), ISO_8859_1);
        if (start.startsWith("\u0089PNG")) {
            return "png";
        }
        if (start.startsWith("\u00ff\u00d8\u00ff")) {
            return "jpeg";
        }
        if (start.startsWith("RIFF") && start.startsWith("WEBP", 8)) {
            return "webp";
        }
        if (start.startsWith("ftyp", 4)) {
            return start.startsWith("hei", 8) || start.startsWith("hev", 8) ? "heic" : "heif";
        }
        return "unknown";
    }

    private static long kilobytes(byte[] bytes) {
        return Math.max(1, Math.round(bytes.length / 1000.0));
    }

    private static Optional<View> look(byte[] bytes) {
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                return Optional.empty();
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                int width = reader.getWidth(0);
                int height = reader.getHeight(0);
                int step = Math.max(1, Math.max(width, height) / LOOKED_AT);
                ImageReadParam param = reader.getDefaultReadParam();
                param.setSourceSubsampling(step, step, 0, 0);
                return Optional.of(new View(reader.read(0, param), width, height));
            } finally {
                reader.dispose();
            }
        } catch (IOException | IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    /** A decoded picture and its measures. */
    private static final class View {
        private final BufferedImage image;
        private final int width;
        private final int height;
        private final int columns;
        private final int rows;
        private final double[] backdrop;

        View(BufferedImage image, int width, int height) {
            this.image = image;
            this.width = width;
            this.height = height;
            columns = image.getWidth();
            rows = image.getHeight();
            backdrop = borderColour();
        }

        List<String> phrases(String subject) {
            List<String> phrases = new ArrayList<>();
            boolean[][] mask = new boolean[rows][columns];
            double share = markSubject(mask);
            boolean setOff = !subject.equals("setting") && share > 0.02 && share < 0.75;
            if (setOff) {
                phrases.add(colours(mask) + " " + subject);
                phrases.add(shape(mask));
                phrases.add(ColourNames.of(rgb(backdrop)) + " backdrop");
                phrases.add("subject fills about " + Math.max(5, 5 * Math.round(share * 20)) + " percent");
            } else {
                phrases.add(colours(null) + " " + subject);
                phrases.add(verticalLight());
            }
            double[] light = light();
            phrases.add(light[0] > 200 ? "very bright" : light[0] > 140 ? "bright" : light[0] > 75 ? "dim" : "dark");
            phrases.add(light[1] > 70 ? "strong contrast" : light[1] > 35 ? "medium contrast" : "soft contrast");
            phrases.add(light[2] > 12 ? "warm tones" : light[2] < -12 ? "cool tones" : "neutral tones");
            phrases.add(light[3] > 14 ? "busy texture" : light[3] > 5 ? "some texture" : "smooth surfaces");
            String orientation = width == height ? "square" : width > height ? "landscape" : "portrait";
            phrases.add(orientation + " format");
            phrases.add(width + " by " + height + " pixels");
            return phrases;
        }

        private double[] borderColour() {
            double[] sum = new double[3];
            int count = 0;
            for (int y = 0; y < rows; y++) {
                for (int x = 0; x < columns; x++) {
                    if (x < 1 + columns / 20 || y < 1 + rows / 20 || x >= columns - 1 - columns / 20) {
                        add(sum, image.getRGB(x, y));
                        count++;
                    }
                }
            }
            for (int i = 0; i < 3; i++) {
                sum[i] /= count;
            }
            return sum;
        }

        /** Marks what differs from the border and returns its share of the picture. */
        private double markSubject(boolean[][] mask) {
            int count = 0;
            for (int y = 0; y < rows; y++) {
                for (int x = 0; x < columns; x++) {
                    double[] colour = new double[3];
                    add(colour, image.getRGB(x, y));
                    double distance = Math.sqrt(Math.pow(colour[0] - backdrop[0], 2)
                            + Math.pow(colour[1] - backdrop[1], 2)
                            + Math.pow(colour[2] - backdrop[2], 2));
                    mask[y][x] = distance > SUBJECT_DISTANCE;
                    count += mask[y][x] ? 1 : 0;
                }
            }
            return (double) count / (rows * columns);
        }

        /** Names the one to three colours that cover most of the marked pixels, or of all. */
        private String colours(boolean @Nullable [][] mask) {
            Map<String, Integer> counts = new HashMap<>();
            int total = 0;
            for (int y = 0; y < rows; y++) {
                for (int x = 0; x < columns; x++) {
                    if (mask == null || mask[y][x]) {
                        counts.merge(ColourNames.of(image.getRGB(x, y)), 1, Integer::sum);
                        total++;
                    }
                }
            }
            int all = total;
            List<String> names = counts.entrySet().stream()
                    .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                            .thenComparing(Map.Entry.comparingByKey()))
                    .limit(3)
                    .filter(entry -> entry.getValue() >= 0.12 * all)
                    .map(Map.Entry::getKey)
                    .toList();
            return names.isEmpty() ? "many-coloured" : String.join(" and ", names);
        }

        private String shape(boolean[][] mask) {
            int left = columns;
            int right = 0;
            int top = rows;
            int bottom = 0;
            long sumX = 0;
            long sumY = 0;
            long count = 0;
            for (int y = 0; y < rows; y++) {
                for (int x = 0; x < columns; x++) {
                    if (mask[y][x]) {
                        left = Math.min(left, x);
                        right = Math.max(right, x);
                        top = Math.min(top, y);
                        bottom = Math.max(bottom, y);
                        sumX += x;
                        sumY += y;
                        count++;
                    }
                }
            }
            double ratio = (right - left + 1.0) / (bottom - top + 1.0);
            String form = ratio > 1.35 ? "wide" : ratio < 0.74 ? "tall" : "compact";
            return form + " shape " + place((double) sumX / count / columns, (double) sumY / count / rows);
        }

        private static String place(double x, double y) {
            String across = x < 0.4 ? "left" : x > 0.6 ? "right" : "";
            String down = y < 0.4 ? "upper" : y > 0.6 ? "lower" : "";
            if (across.isEmpty() && down.isEmpty()) {
                return "in the centre";
            }
            return across.isEmpty()
                    ? "in the " + down + " half"
                    : down.isEmpty() ? "on the " + across : "at the " + down + " " + across;
        }

        private String verticalLight() {
            double upper = 0;
            double lower = 0;
            for (int y = 0; y < rows; y++) {
                for (int x = 0; x < columns; x++) {
                    double luminance = luminance(image.getRGB(x, y));
                    if (y < rows / 2) {
                        upper += luminance;
                    } else {
                        lower += luminance;
                    }
                }
            }
            upper /= Math.max(1, rows / 2) * (double) columns;
            lower /= (rows - rows / 2) * (double) columns;
            return Math.abs(upper - lower) < 12
                    ? "evenly lit"
                    : upper > lower ? "lighter in the upper half" : "lighter in the lower half";
        }

        /** Mean luminance, its deviation, mean of red less blue, and mean step to the neighbour, each of 255. */
        private double[] light() {
            double sum = 0;
            double squares = 0;
            double warmth = 0;
            double steps = 0;
            for (int y = 0; y < rows; y++) {
                double before = luminance(image.getRGB(0, y));
                for (int x = 0; x < columns; x++) {
                    int rgb = image.getRGB(x, y);
                    double luminance = luminance(rgb);
                    sum += luminance;
                    squares += luminance * luminance;
                    warmth += ((rgb >> 16) & 0xff) - (rgb & 0xff);
                    steps += Math.abs(luminance - before);
                    before = luminance;
                }
            }
            double pixels = (double) rows * columns;
            double mean = sum / pixels;
            double deviation = Math.sqrt(Math.max(0, squares / pixels - mean * mean));
            return new double[] {mean, deviation, warmth / pixels, steps / pixels};
        }

        private static double luminance(int rgb) {
            return 0.2126 * ((rgb >> 16) & 0xff) + 0.7152 * ((rgb >> 8) & 0xff) + 0.0722 * (rgb & 0xff);
        }

        private static void add(double[] sum, int rgb) {
            sum[0] += (rgb >> 16) & 0xff;
            sum[1] += (rgb >> 8) & 0xff;
            sum[2] += rgb & 0xff;
        }

        private static int rgb(double[] colour) {
            return ((int) colour[0] << 16) | ((int) colour[1] << 8) | (int) colour[2];
        }
    }
}
