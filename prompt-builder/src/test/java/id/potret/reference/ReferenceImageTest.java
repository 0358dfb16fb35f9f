package id.potret.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import id.potret.reference.InvalidReferenceImageException.Reason;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceImageTest {

    private static final byte[] PNG = Pictures.png(40, 30);

    static Stream<Arguments> pictures() {
        return Stream.of(
                Arguments.of("image/png", 40, 30, PNG),
                Arguments.of("image/jpeg", 41, 31, Pictures.jpeg(41, 31)),
                Arguments.of("image/webp", 42, 32, Pictures.webpLossy(42, 32)),
                Arguments.of("image/webp", 43, 33, Pictures.webpLossless(43, 33)),
                Arguments.of("image/webp", 44, 34, Pictures.webpExtended(0x10, 44, 34, Pictures.vp8(44, 34))),
                Arguments.of("image/heic", 4032, 3024, Pictures.heif("heic", 4032, 3024)),
                Arguments.of("image/heif", 4032, 3024, Pictures.heif("mif1", 4032, 3024)));
    }

    @ParameterizedTest
    @MethodSource("pictures")
    void typeAndSizeAreReadFromTheHeader(String type, int width, int height, byte[] bytes) {
        ReferenceImage image = ReferenceImage.fromBytes(ReferenceSlot.FACE, bytes);

        assertThat(image.mimeType()).isEqualTo(type);
        assertThat(image.width()).isEqualTo(width);
        assertThat(image.height()).isEqualTo(height);
        assertThat(image.sizeInBytes()).isEqualTo(bytes.length);
        assertThat(image.bytes()).isEqualTo(bytes);
        assertThat(image.openStream()).hasBinaryContent(bytes);
    }

    @ParameterizedTest
    @MethodSource("pictures")
    void aPictureCutAnywhereIsRefused(String type, int width, int height, byte[] bytes) {
        for (int length = 12; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> ReferenceImage.fromBytes(ReferenceSlot.FACE, cut), "cut to %d bytes", length)
                    .isInstanceOf(InvalidReferenceImageException.class);
        }
        byte[] almostWhole = Arrays.copyOf(bytes, bytes.length - 1);
        assertThat(refusal(() -> ReferenceImage.fromBytes(ReferenceSlot.FACE, almostWhole)))
                .isEqualTo(Reason.CUT);
    }

    @ParameterizedTest
    @MethodSource("pictures")
    void aPictureAsADataUrlHasTheSameBytes(String type, int width, int height, byte[] bytes) {
        ReferenceImage image = ReferenceImage.fromDataUrl(ReferenceSlot.BACKGROUND, Pictures.dataUrl(type, bytes));

        assertThat(image.bytes()).isEqualTo(bytes);
        assertThat(image.mimeType()).isEqualTo(type);
    }

    @Test
    void bytesBehindTheEndOfAPictureDoNoHarm() {
        for (byte[] picture : List.of(PNG, Pictures.jpeg(40, 30), Pictures.webpLossy(40, 30))) {
            byte[] longer = Arrays.copyOf(picture, picture.length + 100);
            assertThat(ReferenceImage.fromBytes(ReferenceSlot.FACE, longer).width())
                    .isEqualTo(40);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data:image/png;base64,%s",
                "DATA:image/PNG;BASE64,%s",
                "data:image/png;charset=utf-8;name=photo.png;base64,%s",
                "data:image/png;name=\"a, b.png\";base64,%s",
                "data: image/png ; base64 ,%s",
                "data:;base64,%s",
                "data:application/octet-stream;base64,%s",
                " \r\n data:image/png;base64, \t\n%s\n ",
            })
    void dataUrlsAreReadWithParametersAndWhiteSpace(String form) {
        String lines = Base64.getMimeEncoder(20, new byte[] {'\r', '\n', ' '}).encodeToString(PNG);

        assertThat(ReferenceImage.fromDataUrl(ReferenceSlot.FACE, form.formatted(lines))
                        .bytes())
                .isEqualTo(PNG);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "iVBORw0KGgo=",
                "https://example.com/a.png",
                "data:",
                "data:image/png;base64",
                "data:,hello",
                "data:image/png,hello",
                "data:image/png;base64;charset=utf-8,AAAA",
                "data:image/pngbase64,AAAA",
            })
    void whatIsNoBase64DataUrlIsRefused(String url) {
        assertThat(refusal(() -> ReferenceImage.fromDataUrl(ReferenceSlot.FACE, url)))
                .isEqualTo(Reason.NOT_A_DATA_URL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "AAAA=AAA", "=", "iVBO*w0K", "iVBO-_0K", "%69VBO", "iVBOé", "iVBO\u0141", "AA=="})
    void aPayloadThatIsNotAPictureInBase64IsRefused(String payload) {
        assertThat(refusal(() -> ReferenceImage.fromDataUrl(ReferenceSlot.FACE, "data:image/png;base64," + payload)))
                .isIn(Reason.NOT_BASE64, Reason.UNKNOWN_TYPE);
    }

    @Test
    void anEmptyPayloadIsRefused() {
        assertThat(refusal(() -> ReferenceImage.fromDataUrl(ReferenceSlot.FACE, "data:image/png;base64, ")))
                .isEqualTo(Reason.EMPTY);
        assertThat(refusal(() -> ReferenceImage.fromBytes(ReferenceSlot.FACE, new byte[0])))
                .isEqualTo(Reason.EMPTY);
    }

    @Test
    void aWrongDeclaredTypeIsRefused() {
        String url = Pictures.dataUrl("image/jpeg", PNG);
        assertThat(refusal(() -> ReferenceImage.fromDataUrl(ReferenceSlot.FACE, url)))
                .isEqualTo(Reason.WRONG_TYPE);
        assertThat(refusal(() -> ReferenceImage.fromBytes(ReferenceSlot.FACE, PNG, "text/plain")))
                .isEqualTo(Reason.WRONG_TYPE);
    }

    @Test
    void customaryNamesOfATypeAreAccepted() {
        byte[] jpeg = Pictures.jpeg(40, 30);
        byte[] heic = Pictures.heif("heic", 40, 30);

        assertThat(ReferenceImage.fromBytes(ReferenceSlot.FACE, jpeg, "image/JPG")
                        .mimeType())
                .isEqualTo("image/jpeg");
        assertThat(ReferenceImage.fromBytes(ReferenceSlot.FACE, heic, "image/heif; x=y")
                        .mimeType())
                .isEqualTo("image/heic");
    }

    static Stream<byte[]> unknown() {
        return Stream.of(
                "GIF89a...........".getBytes(StandardCharsets.US_ASCII),
                "<svg xmlns='http://www.w3.org/2000/svg'/>".getBytes(StandardCharsets.US_ASCII),
                new byte[] {'B', 'M', 0, 0},
                new byte[] {0},
                Pictures.heif("avif", 40, 30),
                Pictures.concat(Pictures.fileType("mif1", "avif", "mif1"), Pictures.box("mdat", new byte[9])),
                Pictures.concat(Pictures.fileType("mp42", "isom"), Pictures.box("mdat", new byte[9])));
    }

    @ParameterizedTest
    @MethodSource("unknown")
    void otherFilesAreRefused(byte[] bytes) {
        assertThat(refusal(() -> ReferenceImage.fromBytes(ReferenceSlot.FACE, bytes)))
                .isEqualTo(Reason.UNKNOWN_TYPE);
    }

    @Test
    void animationsAreRefused() {
        byte[] webp = Pictures.webpExtended(0x02, 40, 30, Pictures.chunk("ANIM", new byte[6]));
        byte[] sequence = Pictures.concat(Pictures.fileType("msf1", "hevc"), Pictures.box("mdat", new byte[9]));

        assertThat(refusal(() -> ReferenceImage.fromBytes(ReferenceSlot.FACE, webp)))
                .isEqualTo(Reason.ANIMATED);
        assertThat(refusal(() -> ReferenceImage.fromBytes(ReferenceSlot.FACE, sequence)))
                .isEqualTo(Reason.ANIMATED);
    }

    static Stream<byte[]> giants() {
        byte[] png = PNG.clone();
        ByteBuffer.wrap(png).putInt(16, 10_000).putInt(20, 5_001);
        byte[] unsignedPng = PNG.clone();
        ByteBuffer.wrap(unsignedPng).putInt(16, -1).putInt(20, -1);
        return Stream.of(
                png,
                unsignedPng,
                Pictures.webpLossy(16_383, 16_383),
                Pictures.webpLossless(16_384, 16_384),
                Pictures.webpExtended(0, 1 << 24, 1 << 24, Pictures.vp8(1, 1)),
                Pictures.heif("heic", 10_000, 5_001),
                Pictures.heif("heic", -1, -1));
    }

    @ParameterizedTest
    @MethodSource("giants")
    void moreThanFiftyMegapixelsAreRefusedFromTheHeader(byte[] bytes) {
        assertThat(refusal(() -> ReferenceImage.fromBytes(ReferenceSlot.FACE, bytes)))
                .isEqualTo(Reason.TOO_MANY_PIXELS);
    }

    @Test
    void fiftyMegapixelsAreAccepted() {
        assertThat(ReferenceImage.fromBytes(ReferenceSlot.FACE, Pictures.heif("heic", 10_000, 5_000))
                        .width())
                .isEqualTo(10_000);
    }

    @Test
    void aPictureThatContradictsItselfIsRefused() {
        byte[] flat = PNG.clone();
        ByteBuffer.wrap(flat).putInt(20, 0);
        byte[] twoSizes = Pictures.webpExtended(0, 10, 10, Pictures.vp8(8_000, 6_000));

        assertThat(refusal(() -> ReferenceImage.fromBytes(ReferenceSlot.FACE, flat)))
                .isEqualTo(Reason.DAMAGED);
        assertThat(refusal(() -> ReferenceImage.fromBytes(ReferenceSlot.FACE, twoSizes)))
                .isEqualTo(Reason.DAMAGED);
    }

    @Test
    void moreThanTenMegabytesAreRefusedBeforeTheyAreDecoded(@TempDir Path folder) throws IOException {
        byte[] large = Arrays.copyOf(PNG, ReferenceImage.MAX_BYTES + 1);
        // the payload is not even base64: it is never looked at
        String url = "data:image/png;base64," + "*".repeat(ReferenceImage.MAX_BYTES / 3 * 4 + 8);
        Path file = Files.write(folder.resolve("large.png"), large);

        assertThat(refusal(() -> ReferenceImage.fromBytes(ReferenceSlot.FACE, large)))
                .isEqualTo(Reason.TOO_LARGE);
        assertThat(refusal(() -> ReferenceImage.fromDataUrl(ReferenceSlot.FACE, url)))
                .isEqualTo(Reason.TOO_LARGE);
        assertThat(refusal(() -> ReferenceImage.fromFile(ReferenceSlot.FACE, file)))
                .isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void tenMegabytesAreAccepted() {
        byte[] large = Arrays.copyOf(PNG, ReferenceImage.MAX_BYTES);

        assertThat(ReferenceImage.fromDataUrl(ReferenceSlot.FACE, Pictures.dataUrl("image/png", large))
                        .sizeInBytes())
                .isEqualTo(ReferenceImage.MAX_BYTES);
    }

    @Test
    void aDataUrlIsCopiedOnceOnItsWay() {
        byte[] photo = Arrays.copyOf(PNG, 4_000_000);
        String url = Pictures.dataUrl("image/png", photo);
        ReferenceImage.fromDataUrl(ReferenceSlot.FACE, url);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

        long before = threads.getCurrentThreadAllocatedBytes();
        ReferenceImage image = ReferenceImage.fromDataUrl(ReferenceSlot.FACE, url);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        // the photo itself, and one copy of the text, which Java stores with one byte per character
        assertThat(allocated).isLessThan(image.sizeInBytes() + url.length() + 100_000);
    }

    @Test
    void aPhotoIsReadFromAFileOfAnyName(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("photo"), PNG);

        assertThat(ReferenceImage.fromFile(ReferenceSlot.PRODUCT_1, file).bytes())
                .isEqualTo(PNG);
        assertThatThrownBy(() -> ReferenceImage.fromFile(ReferenceSlot.PRODUCT_1, folder.resolve("none")))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aPhotoDoesNotChangeWithTheArraysOfItsCaller() {
        byte[] bytes = PNG.clone();
        ReferenceImage image = ReferenceImage.fromBytes(ReferenceSlot.FACE, bytes);
        bytes[20] = 1;
        image.bytes()[20] = 1;

        assertThat(image.bytes()).isEqualTo(PNG);
    }

    @Test
    void anErrorNamesSlotAndReasonAndNothingOfThePicture() {
        InvalidReferenceImageException error = catchThrowableOfType(
                InvalidReferenceImageException.class,
                () -> ReferenceImage.fromDataUrl(ReferenceSlot.PRODUCT_3, "data:image/x-secret;base64,c2VjcmV0$$$"));

        assertThat(error.slot()).isEqualTo(ReferenceSlot.PRODUCT_3);
        assertThat(error).hasMessageStartingWith("Product 3: ").hasNoCause();
        assertThat(error.getMessage()).doesNotContain("secret").doesNotContain("c2Vj");
    }

    @Test
    void toStringShowsNoByte() {
        assertThat(ReferenceImage.fromBytes(ReferenceSlot.FACE, PNG))
                .hasToString("FACE (image/png, 40x30, " + PNG.length + " bytes)");
    }

    @Test
    void hostileBytesAreRefusedAndNothingElseHappens() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<byte[]> seeds =
                pictures().map(arguments -> (byte[]) arguments.get()[3]).toList();
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = seeds.get(random.nextInt(seeds.size())).clone();
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                // the structure is mostly at the start
                int at = random.nextBoolean()
                        ? random.nextInt(Math.min(bytes.length, 64))
                        : random.nextInt(bytes.length);
                bytes[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : random.nextBoolean() ? 0 : 0xFF);
            }
            byte[] hostile = random.nextBoolean() ? bytes : Arrays.copyOf(bytes, random.nextInt(bytes.length));
            try {
                ReferenceImage image = ReferenceImage.fromBytes(ReferenceSlot.FACE, hostile);
                assertThat((long) image.width() * image.height()).isBetween(1L, (long) ReferenceImage.MAX_PIXELS);
            } catch (InvalidReferenceImageException e) {
                assertThat(e.reason()).isNotNull();
            } catch (RuntimeException e) {
                throw new AssertionError(
                        "seed " + seed + ": " + Base64.getEncoder().encodeToString(hostile), e);
            }
        }
    }

    @Test
    void hostileTextsAreRefusedAndNothingElseHappens() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String url = Pictures.dataUrl("image/png", PNG);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(url);
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                text.setCharAt(random.nextInt(60), (char) random.nextInt(random.nextBoolean() ? 128 : 65_536));
            }
            text.setLength(random.nextBoolean() ? text.length() : random.nextInt(text.length()));
            try {
                assertThat(ReferenceImage.fromDataUrl(ReferenceSlot.FACE, text.toString()))
                        .isNotNull();
            } catch (InvalidReferenceImageException e) {
                assertThat(e.reason()).isNotNull();
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + text, e);
            }
        }
    }

    @Test
    void photosAreCollectedInSlotOrder() {
        ReferenceImage face = ReferenceImage.fromBytes(ReferenceSlot.FACE, PNG);
        ReferenceImage product = ReferenceImage.fromBytes(ReferenceSlot.PRODUCT_2, PNG);
        ReferenceImages images = ReferenceImages.of(face, product);

        assertThat(images).containsExactly(product, face);
        assertThat(images.slots()).containsExactly(ReferenceSlot.PRODUCT_2, ReferenceSlot.FACE);
        assertThat(images.size()).isEqualTo(2);
        assertThat(images.get(ReferenceSlot.FACE)).containsSame(face);
        assertThat(images.get(ReferenceSlot.BACKGROUND)).isEmpty();
        assertThat(images.isEmpty()).isFalse();
        assertThat(ReferenceImages.none()).isEmpty();
    }

    @Test
    void twoPhotosForOneSlotAreRefused() {
        ReferenceImage face = ReferenceImage.fromBytes(ReferenceSlot.FACE, PNG);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReferenceImages.of(List.of(face, face)))
                .withMessageContaining("FACE");
    }

    @Test
    void aMissingProductPhotoLeavesTheNumbersOfTheOthers() {
        String url = Pictures.dataUrl("image/png", PNG);

        assertThat(ReferenceImages.fromDataUrls(Arrays.asList(url, null, " ", url), null, url)
                        .slots())
                .containsExactly(ReferenceSlot.PRODUCT_1, ReferenceSlot.PRODUCT_4, ReferenceSlot.BACKGROUND);
        assertThat(ReferenceImages.fromDataUrls(List.of(), url, "").slots()).containsExactly(ReferenceSlot.FACE);
    }

    @Test
    void aFifthProductPhotoIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReferenceImages.fromDataUrls(List.of("", "", "", "", ""), null, null))
                .withMessageContaining("4")
                .withMessageContaining("5");
    }

    private static Reason refusal(ThrowingCallable construction) {
        return catchThrowableOfType(InvalidReferenceImageException.class, construction)
                .reason();
    }
}
