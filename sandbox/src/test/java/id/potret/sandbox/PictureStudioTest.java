package id.potret.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PictureStudioTest {
    private static final String BAG = "Product photography for Bag, with Studio background, photorealistic resolusi HD";

    private static byte[] file(String prompt, long seed, int width, int height) {
        return PictureStudio.render(
                new PictureShelf.Picture(prompt, BigInteger.valueOf(seed), width, height, true, false));
    }

    private static BufferedImage picture(String prompt, long seed) throws Exception {
        return ImageIO.read(new ByteArrayInputStream(file(prompt, seed, 256, 256)));
    }

    @Test
    void theSamePromptAndSeedGiveTheSamePicture() {
        assertThat(file(BAG, 7, 256, 256)).isEqualTo(file(BAG, 7, 256, 256));
    }

    @Test
    void anotherSeedGivesAnotherPicture() {
        Set<String> pictures = new HashSet<>();
        for (int seed = 0; seed < 10; seed++) {
            pictures.add(Arrays.toString(file(BAG, seed, 128, 128)));
        }
        assertThat(pictures).hasSize(10);
    }

    static List<String> prompts() {
        List<String> prompts = new ArrayList<>();
        String[] categories = {
            "Fashion", "Beauty", "Bag", "Sandals/Shoes", "Accessories", "Home Living", "Food & Beverage"
        };
        String[] models = {"Woman", "Man", "Boy", "Girl", "Animal", "Cartoon"};
        String[] places = {
            "Studio", "Aesthetic Women's Room", "Minimalist", "Street", "Pure White Seamless", "Cozy Cafe",
            "Modern Kitchen", "Tropical Garden", "Beach", "Wooden Table", "Marble Surface", "Satin Fabric",
            "Eid Celebration Decor"
        };
        String[] lights = {
            "Natural Daylight",
            "Golden Hour",
            "Softbox",
            "Ring Light",
            "Soft Window",
            "Rim",
            "Dramatic Contrast",
            "Warm Candlelight",
            "Neon",
            "High-Key",
            "split red and teal"
        };
        String[] styles = {"Studio Clean", "Luxury", "Modest Fashion", "Vintage"};
        for (int i = 0; i < places.length; i++) {
            String rest = " for " + categories[i % categories.length] + ", with " + places[i] + " background, in "
                    + styles[i % styles.length] + " style, with " + lights[i % lights.length] + " lighting";
            prompts.add("Product photography" + rest);
            prompts.add("A " + models[i % models.length] + " model" + rest);
        }
        return prompts;
    }

    @ParameterizedTest
    @MethodSource("prompts")
    void everyPromptGivesAPictureWithManyColours(String prompt) throws Exception {
        BufferedImage picture = picture(prompt, 1);

        long colours = Arrays.stream(picture.getRGB(0, 0, 256, 256, null, 0, 256))
                .distinct()
                .count();
        assertThat(colours).isGreaterThan(1_000);
    }

    @Test
    void everyPromptGivesAnotherPicture() {
        Set<String> pictures = new HashSet<>();
        for (String prompt : prompts()) {
            pictures.add(Arrays.toString(file(prompt, 1, 64, 64)));
        }
        assertThat(pictures).hasSize(prompts().size());
    }

    @Test
    void everyPictureIsMarked() throws Exception {
        for (String prompt :
                List.of(BAG, "with Pure White Seamless background, with High-Key lighting", "night, Neon")) {
            BufferedImage picture = ImageIO.read(new ByteArrayInputStream(file(prompt, 3, 1024, 1024)));
            int dark = 0;
            int light = 0;
            for (int y = 945; y < 1000; y++) {
                for (int x = 380; x < 640; x++) {
                    int brightness = new Color(picture.getRGB(x, y)).getGreen();
                    dark += brightness < 120 ? 1 : 0;
                    light += brightness > 215 ? 1 : 0;
                }
            }
            assertThat(dark).as(prompt).isGreaterThan(5_000);
            assertThat(light).as(prompt).isBetween(800, 6_000);
        }
    }

    @ParameterizedTest
    @CsvSource({"red, 200, 54, 47", "navy blue, 39, 53, 92", "white, 245, 243, 239"})
    void aDescribedProductHasItsColour(String name, int red, int green, int blue) {
        Scene scene = new Scene(BAG + ". Reference images details: Product 1: " + name
                + " product, tall shape | Background/Environment: green setting. Generate images.");

        assertThat(scene.productColour()).isEqualTo(new Color(red, green, blue));
        assertThat(scene.product()).isEqualTo(Scene.Product.BAG);
    }

    @Test
    void aBatchShowsOneProductWhateverTheSeed() throws Exception {
        String red = "Product photography for Bag, red leather, photorealistic resolusi HD";
        for (int seed = 0; seed < 5; seed++) {
            assertThat(ImageObserver.describe(file(red, seed, 256, 256), "product"))
                    .startsWith("red");
        }
    }

    @ParameterizedTest
    @CsvSource({"1024, 576", "576, 1024", "1, 1", "2048, 16"})
    void everySizeIsDrawn(int width, int height) throws Exception {
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(file(BAG, 1, width, height)));

        assertThat(picture.getWidth()).isEqualTo(width);
        assertThat(picture.getHeight()).isEqualTo(height);
    }

    @Test
    void anEmptyPromptIsDrawnToo() throws Exception {
        assertThat(picture("", 1).getWidth()).isEqualTo(256);
    }
}
