package id.potret.gemini;

import id.potret.reference.ReferenceImage;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.imageio.IIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import net.coobird.thumbnailator.Thumbnails;
import net.coobird.thumbnailator.util.exif.ExifFilterUtils;
import net.coobird.thumbnailator.util.exif.ExifUtils;
import net.coobird.thumbnailator.util.exif.Orientation;

/**
 * Makes photos small before they leave the machine: upright, on white, as a JPEG without metadata.
 *
 * <p>A call to Gemini takes 17 times the size of its photo in memory, and photos carry the place where they were taken.
 * Nothing is written to disk, not even the caches that ImageIO uses by default. Thread-safe.
 */
final class Downscaler {

    /** The longest side of what is sent. The model sees no more detail than this has. */
    static final int MAX_SIDE = 1024;

    /** What is sent of a photo, so that six of them stay below 2 MB, base64 included. */
    static final int MAX_BYTES = 240_000;

    /** What is kept of a photo in memory: enough for two samples per pixel sent, at 3 to 8 bytes each. */
    private static final int MAX_DECODED_PIXELS = 4_000_000;

    /** The share of the heap for each photo that is decoded at the same time. */
    private static final long MEMORY_PER_PHOTO = 64L * 1024 * 1024;

    private static final int APP1 = 0xE1;
    private static final int START_OF_SCAN = 0xDA;
    private static final float[] QUALITIES = {0.85f, 0.7f, 0.5f, 0.3f, 0.1f};

    private final Semaphore turns = new Semaphore((int) Math.max(
            1,
            Math.min(
                    Runtime.getRuntime().availableProcessors(),
                    Runtime.getRuntime().maxMemory() / MEMORY_PER_PHOTO)));

    /** Tells whether Java can decode photos of this type. */
    static boolean canRead(ReferenceImage photo) {
        return isJpeg(photo) || photo.mimeType().equals("image/png");
    }

    /**
     * Returns the photo as a small JPEG.
     *
     * @throws IOException if it cannot be decoded, because it is damaged or its colours are CMYK
     * @throws TimeoutException if its turn does not come in time
     */
    byte[] shrink(ReferenceImage photo, Lifeline lifeline) throws IOException, TimeoutException, InterruptedException {
        if (!turns.tryAcquire(lifeline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
            throw new TimeoutException();
        }
        try {
            return encode(onWhite(decode(photo)));
        } catch (RuntimeException e) {
            // what ImageIO throws at some damaged files
            throw new IIOException("not decodable", e);
        } finally {
            turns.release();
        }
    }

    private static BufferedImage decode(ReferenceImage photo) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByMIMEType(photo.mimeType()).next();
        try (ImageInputStream in = new MemoryCacheImageInputStream(photo.openStream())) {
            reader.setInput(in, true, true);
            ImageReadParam parameters = reader.getDefaultReadParam();
            int step = step(reader.getWidth(0), reader.getHeight(0));
            parameters.setSourceSubsampling(step, step, 0, 0);
            BufferedImage image = reader.read(0, parameters);
            if (isJpeg(photo) && image.getRaster().getNumBands() > 3) {
                throw new IIOException("four colours, which may be CMYK or something else");
            }
            double scale = Math.min(1, (double) MAX_SIDE / Math.max(image.getWidth(), image.getHeight()));
            BufferedImage small = Thumbnails.of(image)
                    .forceSize(scaled(image.getWidth(), scale), scaled(image.getHeight(), scale))
                    .imageType(
                            image.getColorModel().hasAlpha() ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB)
                    .asBufferedImage();
            return ExifFilterUtils.getFilterForOrientation(orientation(photo)).apply(small);
        } finally {
            reader.dispose();
        }
    }

    /** The smallest step from sample to sample that keeps the decoded photo within its share of memory. */
    private static int step(int width, int height) {
        int step = 1;
        while ((long) (width / step) * (height / step) > MAX_DECODED_PIXELS) {
            step++;
        }
        return step;
    }

    private static int scaled(int side, double scale) {
        return Math.max(1, (int) Math.round(side * scale));
    }

    /**
     * How the camera was held; upright where that cannot be read.
     *
     * <p>ImageIO would find the segment too, but refuses all metadata of a JPEG in which EXIF stands before JFIF.
     */
    private static Orientation orientation(ReferenceImage photo) {
        if (!isJpeg(photo)) {
            return Orientation.TOP_LEFT;
        }
        try (DataInputStream in = new DataInputStream(photo.openStream())) {
            in.skipNBytes(2);
            while (in.readUnsignedByte() == 0xFF) {
                int marker = in.readUnsignedByte();
                if (marker == START_OF_SCAN) {
                    break;
                }
                byte[] segment = in.readNBytes(in.readUnsignedShort() - 2);
                Orientation orientation = marker == APP1 ? ExifUtils.getOrientationFromExif(segment) : null;
                if (orientation != null) {
                    return orientation;
                }
            }
        } catch (IOException | RuntimeException e) {
            // a camera's mistake is no reason to lose the photo
        }
        return Orientation.TOP_LEFT;
    }

    private static boolean isJpeg(ReferenceImage photo) {
        return photo.mimeType().equals("image/jpeg");
    }

    /** JPEG knows no transparency, and would turn it black. */
    private static BufferedImage onWhite(BufferedImage image) {
        if (!image.getColorModel().hasAlpha()) {
            return image;
        }
        BufferedImage opaque = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = opaque.createGraphics();
        graphics.drawImage(image, 0, 0, Color.WHITE, null);
        graphics.dispose();
        return opaque;
    }

    private static byte[] encode(BufferedImage image) throws IOException {
        byte[] bytes = {};
        for (float quality : QUALITIES) {
            bytes = encode(image, quality);
            if (bytes.length <= MAX_BYTES) {
                break;
            }
        }
        return bytes;
    }

    private static byte[] encode(BufferedImage image, float quality) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(quality);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
