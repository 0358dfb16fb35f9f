package id.potret.reference;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.imageio.ImageIO;

/** Pictures to test with: png and jpeg are real, the others have a true container around empty pixel data. */
final class Pictures {

    private Pictures() {}

    static byte[] png(int width, int height) {
        return drawn("png", width, height);
    }

    static byte[] jpeg(int width, int height) {
        return drawn("jpeg", width, height);
    }

    private static byte[] drawn(String format, int width, int height) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), format, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static byte[] webpLossy(int width, int height) {
        return riff(vp8(width, height));
    }

    static byte[] webpLossless(int width, int height) {
        return riff(vp8l(width, height));
    }

    static byte[] webpExtended(int flags, int width, int height, byte[]... chunks) {
        byte[] canvas = concat(littleEndian(flags, 4), littleEndian(width - 1, 3), littleEndian(height - 1, 3));
        return riff(concat(chunk("VP8X", canvas), concat(chunks)));
    }

    static byte[] vp8(int width, int height) {
        byte[] frame = concat(
                new byte[3], littleEndian(0x2A019D, 3), littleEndian(width, 2), littleEndian(height, 2), new byte[6]);
        return chunk("VP8 ", frame);
    }

    static byte[] vp8l(int width, int height) {
        int bits = (width - 1) | ((height - 1) << 14);
        return chunk("VP8L", concat(new byte[] {0x2F}, littleEndian(bits, 4), new byte[2]));
    }

    static byte[] chunk(String name, byte[] content) {
        return concat(ascii(name), littleEndian(content.length, 4), content, new byte[content.length % 2]);
    }

    private static byte[] riff(byte[] chunks) {
        return concat(ascii("RIFF"), littleEndian(4 + chunks.length, 4), ascii("WEBP"), chunks);
    }

    /** As phones write them: tiles of 512 pixels, then the extents of the whole picture, then a thumbnail. */
    static byte[] heif(String brand, int width, int height) {
        byte[] extents = concat(ispe(512, 512), ispe(width, height), ispe(320, 240));
        byte[] properties = box("iprp", box("ipco", concat(box("hvcC", new byte[20]), extents)));
        byte[] meta = box("meta", concat(new byte[4], box("hdlr", new byte[25]), properties));
        return concat(fileType(brand), meta, box("mdat", new byte[100]));
    }

    static byte[] fileType(String... brands) {
        ByteBuffer content = ByteBuffer.allocate(4 + 4 * brands.length);
        content.put(ascii(brands[0])).putInt(0);
        for (int i = 1; i < brands.length; i++) {
            content.put(ascii(brands[i]));
        }
        return box("ftyp", content.array());
    }

    static byte[] ispe(int width, int height) {
        return box(
                "ispe",
                ByteBuffer.allocate(12).putInt(0).putInt(width).putInt(height).array());
    }

    static byte[] box(String name, byte[] content) {
        return ByteBuffer.allocate(8 + content.length)
                .putInt(8 + content.length)
                .put(ascii(name))
                .put(content)
                .array();
    }

    static String dataUrl(String type, byte[] bytes) {
        return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(bytes);
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] littleEndian(int value, int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (value >> (8 * i));
        }
        return bytes;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
