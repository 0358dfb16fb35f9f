package id.potret.prompt;

import java.util.Random;

/** Random options. */
final class RandomPrompts {

    private RandomPrompts() {}

    static PhotoOptions options(Random random) {
        Category category = any(random, Category.values());
        PhotoOptions.Builder builder = random.nextBoolean()
                ? PhotoOptions.model(any(random, ModelType.values()), category)
                : PhotoOptions.product(category);
        switch (random.nextInt(3)) {
            case 0 -> builder.pose(any(random, Pose.values()));
            case 1 -> builder.customPose("custom words");
            default -> {}
        }
        switch (random.nextInt(3)) {
            case 0 -> builder.background(any(random, Background.values()));
            case 1 -> builder.customBackground("custom words");
            default -> {}
        }
        switch (random.nextInt(3)) {
            case 0 -> builder.style(any(random, Style.values()));
            case 1 -> builder.customStyle("custom words");
            default -> {}
        }
        switch (random.nextInt(3)) {
            case 0 -> builder.lighting(any(random, Lighting.values()));
            case 1 -> builder.customLighting("custom words");
            default -> {}
        }
        if (random.nextBoolean()) {
            builder.cameraAngle(any(random, CameraAngle.values()));
        }
        if (random.nextBoolean()) {
            builder.aspectRatio(any(random, AspectRatio.values()));
        }
        if (random.nextBoolean()) {
            builder.additionalPrompt("custom words");
        }
        return builder.build();
    }

    static <T> T any(Random random, T[] values) {
        return values[random.nextInt(values.length)];
    }
}
