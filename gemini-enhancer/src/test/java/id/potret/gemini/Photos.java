package id.potret.gemini;

import id.potret.reference.ReferenceImage;
import id.potret.reference.ReferenceImages;
import id.potret.reference.ReferenceSlot;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Small photos which tell by their width, whatever became of them on the way, in which slot they were. */
final class Photos {

    private static final int NARROWEST = 10;
    private static final List<ReferenceSlot> SLOTS = List.of(ReferenceSlot.values());

    private Photos() {}

    static ReferenceImages of(ReferenceSlot... slots) {
        return ReferenceImages.of(Arrays.stream(slots).map(Photos::one).toList());
    }

    static ReferenceImages all() {
        return of(ReferenceSlot.values());
    }

    static ReferenceImage one(ReferenceSlot slot) {
        return ReferenceImage.fromBytes(
                slot, encode(new BufferedImage(NARROWEST + SLOTS.indexOf(slot), 8, BufferedImage.TYPE_INT_RGB), "png"));
    }

    static byte[] encode(BufferedImage image, String format) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, format, out)) {
                throw new IOException("no writer for " + format);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    /** A JPEG of coloured noise, the nearest thing to a photo full of detail; amplitude 255 is noise and nothing else. */
    static byte[] noise(int width, int height, long seed, float quality, int amplitude) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        byte[] samples = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        Random random = new Random(seed);
        for (int i = 0; i < samples.length; i++) {
            int slope = i / 3 % width * (255 - amplitude) / width;
            samples[i] = (byte) (slope + random.nextInt(amplitude + 1));
        }
        return jpeg(new IIOImage(image, null, null), quality);
    }

    /** A JPEG as print shops use it, which Java cannot decode. */
    static byte[] fourColours() {
        var raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 16, 16, 4, null);
        return jpeg(new IIOImage(raster, null, null), 0.75f);
    }

    private static byte[] jpeg(IIOImage image, float quality) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(quality);
            writer.setOutput(out);
            writer.write(null, image, parameters);
        } catch (IOException e) {
            throw new AssertionError(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    static BufferedImage decode(byte[] picture) {
        try {
            return ImageIO.read(new ByteArrayInputStream(picture));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static ReferenceSlot slotOf(byte[] picture) {
        return SLOTS.get(decode(picture).getWidth() - NARROWEST);
    }
}
