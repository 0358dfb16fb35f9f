package id.potret.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.potret.reference.ReferenceImage;
import id.potret.reference.ReferenceSlot;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DownscalerTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private static byte[] shrink(byte[] picture) throws Exception {
        return new Downscaler().shrink(ReferenceImage.fromBytes(ReferenceSlot.PRODUCT_1, picture), Lifeline.of(LONG));
    }

    /** Red, green, blue and yellow quarters, clockwise from the upper left. */
    private static BufferedImage quarters(int width, int height, int type) {
        BufferedImage image = new BufferedImage(width, height, type);
        Graphics2D graphics = image.createGraphics();
        Color[] colours = {Color.RED, Color.GREEN, Color.YELLOW, Color.BLUE};
        for (int quarter = 0; quarter < 4; quarter++) {
            graphics.setColor(colours[quarter]);
            graphics.fillRect(
                    quarter % 2 * (width / 2), quarter / 2 * (height / 2), width - width / 2, height - height / 2);
        }
        graphics.dispose();
        return image;
    }

    /** The quarters' initials, clockwise from the upper left. */
    private static String quartersOf(BufferedImage image) {
        int left = image.getWidth() / 4;
        int right = image.getWidth() * 3 / 4;
        int top = image.getHeight() / 4;
        int bottom = image.getHeight() * 3 / 4;
        return "" + initial(image.getRGB(left, top)) + initial(image.getRGB(right, top))
                + initial(image.getRGB(right, bottom)) + initial(image.getRGB(left, bottom));
    }

    private static char initial(int rgb) {
        Color colour = new Color(rgb);
        boolean red = colour.getRed() > 128;
        boolean green = colour.getGreen() > 128;
        boolean blue = colour.getBlue() > 128;
        return red ? green ? blue ? 'W' : 'Y' : 'R' : green ? 'G' : blue ? 'B' : 'K';
    }

    @ParameterizedTest
    @CsvSource({
        "4000, 3000, 1024, 768",
        "3000, 4000, 768, 1024",
        "1025, 10, 1024, 10",
        "9000, 3, 1024, 1",
        "7000, 7000, 1024, 1024",
        "1024, 1024, 1024, 1024",
        "30, 20, 30, 20",
        "1, 1, 1, 1"
    })
    void noSideIsLongerThanAllowedAndNothingIsEnlarged(int width, int height, int newWidth, int newHeight)
            throws Exception {
        for (String format : new String[] {"png", "jpeg"}) {
            BufferedImage small =
                    Photos.decode(shrink(Photos.encode(quarters(width, height, BufferedImage.TYPE_3BYTE_BGR), format)));

            assertThat(small.getWidth()).isEqualTo(newWidth);
            assertThat(small.getHeight()).isEqualTo(newHeight);
            if (newWidth > 8 && newHeight > 8) {
                assertThat(quartersOf(small)).as(format).isEqualTo("RGBY");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, RGBY", "2, GRYB", "3, BYRG", "4, YBGR", "5, RYBG", "6, YRGB", "7, BGRY", "8, GBYR"})
    void thePhotoIsTurnedUpright(int orientation, String quarters) throws Exception {
        byte[] photo = withExif(
                Photos.encode(quarters(200, 100, BufferedImage.TYPE_3BYTE_BGR), "jpeg"), orientation, "GPS here");

        BufferedImage upright = Photos.decode(shrink(photo));

        assertThat(quartersOf(upright)).isEqualTo(quarters);
        assertThat(upright.getWidth() > upright.getHeight()).isEqualTo(orientation < 5);
    }

    @Test
    void metadataStaysBehindAlsoInSmallPhotos() throws Exception {
        byte[] photo =
                withExif(Photos.encode(quarters(20, 10, BufferedImage.TYPE_3BYTE_BGR), "jpeg"), 1, "S 6.2 E 106.8");
        assertThat(new String(photo, StandardCharsets.ISO_8859_1)).contains("S 6.2 E 106.8", "Exif");

        assertThat(new String(shrink(photo), StandardCharsets.ISO_8859_1)).doesNotContain("S 6.2 E 106.8", "Exif");
    }

    @Test
    void exifThatCannotBeReadCountsAsUpright() throws Exception {
        byte[] jpeg = Photos.encode(quarters(200, 100, BufferedImage.TYPE_3BYTE_BGR), "jpeg");

        assertThat(quartersOf(Photos.decode(shrink(
                        withSegment(jpeg, 0xE1, "Exif\0\0II*\0\u00ff\u00ff".getBytes(StandardCharsets.ISO_8859_1))))))
                .isEqualTo("RGBY");
    }

    @Test
    void whatIsTransparentBecomesWhite() throws Exception {
        BufferedImage image = new BufferedImage(2000, 1000, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.RED);
        graphics.fillRect(0, 0, 1000, 500);
        graphics.dispose();

        assertThat(quartersOf(Photos.decode(shrink(Photos.encode(image, "png")))))
                .isEqualTo("RWWW");
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                BufferedImage.TYPE_BYTE_GRAY,
                BufferedImage.TYPE_USHORT_GRAY,
                BufferedImage.TYPE_BYTE_BINARY,
                BufferedImage.TYPE_BYTE_INDEXED,
                BufferedImage.TYPE_INT_ARGB,
                BufferedImage.TYPE_4BYTE_ABGR
            })
    void everyKindOfPngIsRead(int type) throws Exception {
        BufferedImage small = Photos.decode(shrink(Photos.encode(quarters(1500, 1500, type), "png")));

        assertThat(small.getWidth()).isEqualTo(1024);
    }

    @Test
    void sixteenBitColoursAreRead() throws Exception {
        ComponentColorModel model = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_sRGB),
                true,
                false,
                Transparency.TRANSLUCENT,
                DataBuffer.TYPE_USHORT);
        BufferedImage image = new BufferedImage(model, model.createCompatibleWritableRaster(1200, 600), false, null);
        image.createGraphics().drawImage(quarters(1200, 600, BufferedImage.TYPE_INT_ARGB), 0, 0, null);

        assertThat(quartersOf(Photos.decode(shrink(Photos.encode(image, "png")))))
                .isEqualTo("RGBY");
    }

    @Test
    void evenNoiseIsNoLargerThanAllowed() throws Exception {
        byte[] noise = Photos.noise(2048, 2048, 1L, 1f, 255);

        assertThat(shrink(noise)).hasSizeLessThanOrEqualTo(Downscaler.MAX_BYTES);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void cmykIsRefusedAndNotGuessed(boolean adobe) throws Exception {
        byte[] marker = {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 2};
        byte[] cmyk = adobe ? withSegment(Photos.fourColours(), 0xEE, marker) : Photos.fourColours();

        assertThatThrownBy(() -> shrink(cmyk)).isInstanceOf(IOException.class);
    }

    @Test
    void brokenPixelsAreRefused() throws Exception {
        byte[] png = Photos.encode(quarters(100, 100, BufferedImage.TYPE_INT_RGB), "png");
        for (int i = 0; i < png.length - 4; i++) {
            if (png[i] == 'I' && png[i + 1] == 'D' && png[i + 2] == 'A' && png[i + 3] == 'T') {
                Arrays.fill(png, i + 4, i + 12, (byte) 0xFF);
            }
        }
        assertThatThrownBy(() -> shrink(png)).isInstanceOf(IOException.class);
    }

    /** Puts an EXIF segment with an orientation and some words behind the start of a JPEG. */
    private static byte[] withExif(byte[] jpeg, int orientation, String words) throws IOException {
        var exif = new ByteArrayOutputStream();
        exif.writeBytes("Exif\0\0".getBytes(StandardCharsets.ISO_8859_1));
        exif.writeBytes(new byte[] {'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1});
        exif.writeBytes(new byte[] {0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte) orientation, 0, 0, 0, 0, 0, 0});
        exif.writeBytes(words.getBytes(StandardCharsets.ISO_8859_1));
        return withSegment(jpeg, 0xE1, exif.toByteArray());
    }

    private static byte[] withSegment(byte[] jpeg, int marker, byte[] content) {
        var out = new ByteArrayOutputStream();
        out.write(jpeg, 0, 2);
        out.write(0xFF);
        out.write(marker);
        out.write((content.length + 2) >> 8);
        out.write(content.length + 2);
        out.writeBytes(content);
        out.write(jpeg, 2, jpeg.length - 2);
        return out.toByteArray();
    }
}
