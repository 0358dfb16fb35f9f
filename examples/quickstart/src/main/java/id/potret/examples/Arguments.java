package id.potret.examples;

import id.potret.prompt.PhotoOptions;
import id.potret.reference.ReferenceImage;
import id.potret.reference.ReferenceImages;
import id.potret.reference.ReferenceSlot;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the quickstart was asked for on its command line. */
record Arguments(PhotoOptions options, ReferenceImages references, int images, Path out) {

    static final String HELP = """
            Generates one batch of product photos and writes a contact sheet.

            Without arguments: the complete example, with the sample photos of this project.

            Options, by the label that the seller sees (quote labels with blanks):
              --content-type LABEL      Model, or Non Model        (default: Model with --model-type, else Non Model)
              --model-type LABEL        Wanita, Pria, Anak LakiLaki, Anak Perempuan, Hewan, Cartoon
              --category LABEL          Fashion, Beauty, Tas, Sandal/Sepatu, Aksesoris, Home Living, Food & Beverage
              --pose LABEL              or --custom-pose TEXT
              --background LABEL        or --custom-background TEXT
              --style LABEL             or --custom-style TEXT
              --lighting LABEL          or --custom-lighting TEXT
              --camera-angle LABEL
              --aspect-ratio LABEL      composition only: the picture is always square
              --additional-prompt TEXT
              An unknown label is answered with the known ones.

            Reference photos (png, jpeg, webp, heic, heif):
              --product-photo FILE      up to four times; the first is the main photo
              --face-photo FILE         a face, with the consent of the person
              --background-photo FILE

            The batch:
              --images N                1 to 10                    (default: 3)
              --out FOLDER              where the pictures go      (default: potret-out)
              --help                    this text

            With FAL_KEY and GEMINI_API_KEY in the environment the real services are used, and paid.
            Without them both are played on this machine, and nothing is sent or paid.
            """;

    private static final Map<String, String> SEED_EXAMPLE = Map.of(
            "content_type", "Model",
            "model_type", "Wanita",
            "category", "Fashion",
            "pose", "Berdiri santai memegang produk",
            "background", "Studio",
            "style", "Studio Clean",
            "lighting", "Natural Daylight",
            "camera_angle", "Eye-Level",
            "aspect_ratio", "3:4");

    private static final List<String> OPTION_NAMES = List.of(
            "content-type",
            "model-type",
            "category",
            "pose",
            "custom-pose",
            "background",
            "custom-background",
            "style",
            "custom-style",
            "lighting",
            "custom-lighting",
            "camera-angle",
            "aspect-ratio",
            "additional-prompt");

    /** Throws IllegalArgumentException, with a message for the user, where the command line is not as the help says. */
    static Arguments parse(String... args) {
        Map<String, @Nullable String> labels = new LinkedHashMap<>();
        List<Path> products = new ArrayList<>();
        Path face = null;
        Path background = null;
        int images = 3;
        Path out = Path.of("potret-out");

        Iterator<String> words = List.of(args).iterator();
        while (words.hasNext()) {
            String word = words.next();
            String name = word.startsWith("--") ? word.substring(2) : "";
            if (OPTION_NAMES.contains(name)) {
                labels.put(name.replace('-', '_'), value(word, words));
                continue;
            }
            switch (name) {
                case "product-photo" -> products.add(Path.of(value(word, words)));
                case "face-photo" -> face = Path.of(value(word, words));
                case "background-photo" -> background = Path.of(value(word, words));
                case "images" -> images = number(value(word, words));
                case "out" -> out = Path.of(value(word, words));
                default -> throw new IllegalArgumentException("unknown argument " + word + "; --help lists them");
            }
        }

        boolean noPhotos = products.isEmpty() && face == null && background == null;
        if (labels.isEmpty() && noPhotos) {
            return new Arguments(PhotoOptions.fromLabels(new LinkedHashMap<>(SEED_EXAMPLE)), samples(), images, out);
        }
        labels.putIfAbsent("content_type", labels.containsKey("model_type") ? "Model" : "Non Model");
        return new Arguments(PhotoOptions.fromLabels(labels), photos(products, face, background), images, out);
    }

    private static String value(String name, Iterator<String> words) {
        if (!words.hasNext()) {
            throw new IllegalArgumentException(name + " needs a value");
        }
        return words.next();
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--images needs a number, not " + text, e);
        }
    }

    private static ReferenceImages photos(List<Path> products, @Nullable Path face, @Nullable Path background) {
        List<ReferenceImage> photos = new ArrayList<>();
        for (Path product : products) {
            photos.add(read(ReferenceSlot.product(photos.size() + 1), product));
        }
        if (face != null) {
            photos.add(read(ReferenceSlot.FACE, face));
        }
        if (background != null) {
            photos.add(read(ReferenceSlot.BACKGROUND, background));
        }
        return ReferenceImages.of(photos);
    }

    private static ReferenceImage read(ReferenceSlot slot, Path file) {
        try {
            return ReferenceImage.fromFile(slot, file);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read the photo " + file + ": " + e, e);
        }
    }

    private static ReferenceImages samples() {
        return ReferenceImages.of(
                sample(ReferenceSlot.PRODUCT_1, "product-1.jpg"),
                sample(ReferenceSlot.PRODUCT_2, "product-2.jpg"),
                sample(ReferenceSlot.PRODUCT_3, "product-3.jpg"),
                sample(ReferenceSlot.PRODUCT_4, "product-4.jpg"),
                sample(ReferenceSlot.FACE, "face.jpg"),
                sample(ReferenceSlot.BACKGROUND, "background.jpg"));
    }

    private static ReferenceImage sample(ReferenceSlot slot, String name) {
        try (InputStream in = Arguments.class.getResourceAsStream("samples/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the sample photo " + name + " is missing from the class path");
            }
            return ReferenceImage.fromBytes(slot, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
