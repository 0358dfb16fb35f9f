package id.potret.sandbox;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Knows by their paths what is on the newest pictures; they are drawn when somebody asks for them. */
final class PictureShelf {
    private static final int MAX_PICTURES = 10_000;
    private static final String FOLDER = "/files/sandbox/";
    private static final Pattern BLACK = Pattern.compile("black-(\\d{1,4})x(\\d{1,4})\\.jpg");

    private final Map<String, Picture> pictures = new LinkedHashMap<>();

    /** Puts a picture on the shelf and returns its path. */
    synchronized String add(Picture picture) {
        String path = FOLDER + UUID.randomUUID().toString().replace("-", "") + (picture.png() ? ".png" : ".jpg");
        pictures.put(path, picture);
        if (pictures.size() > MAX_PICTURES) {
            pictures.remove(pictures.keySet().iterator().next());
        }
        return path;
    }

    /** Returns the path of the picture that replaces a flagged one. */
    static String black(int width, int height) {
        return FOLDER + "black-" + width + "x" + height + ".jpg";
    }

    synchronized Optional<Picture> get(String path) {
        Picture picture = pictures.get(path);
        if (picture == null && path.startsWith(FOLDER)) {
            Matcher black = BLACK.matcher(path.substring(FOLDER.length()));
            if (black.matches()) {
                picture = Picture.black(Integer.parseInt(black.group(1)), Integer.parseInt(black.group(2)));
            }
        }
        return Optional.ofNullable(picture);
    }

    /** What is on a picture: the same record always gives the same bytes. */
    record Picture(String prompt, BigInteger seed, int width, int height, boolean png, boolean isBlack) {
        static Picture black(int width, int height) {
            return new Picture("", BigInteger.ZERO, width, height, false, true);
        }

        String contentType() {
            return png ? "image/png" : "image/jpeg";
        }

        /** Hides the prompt. */
        @Override
        public String toString() {
            return width + "x" + height + " " + contentType();
        }
    }
}
