package id.potret.reference;

import id.potret.reference.InvalidReferenceImageException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;

/**
 * A reference photo: its slot, its bytes, and what its header says.
 *
 * <p>Still pictures in png, jpeg, webp, heic and heif are accepted, recognised by their first bytes, up to
 * {@link #MAX_BYTES} and {@link #MAX_PIXELS}. Pixels are never decoded here: the size is read from the header, and that
 * nothing is missing from the structure of the file. Instances are immutable and thread-safe.
 */
public final class ReferenceImage {

    /** The largest accepted picture, in bytes: 10 MiB. */
    public static final int MAX_BYTES = 10 * 1024 * 1024;

    /** The most accepted pixels: 50 million. */
    public static final int MAX_PIXELS = 50_000_000;

    private final ReferenceSlot slot;
    private final byte[] bytes;
    private final PictureHeader header;

    /** Takes the array over without a copy. */
    private ReferenceImage(ReferenceSlot slot, byte[] bytes) {
        this.slot = Objects.requireNonNull(slot, "slot");
        if (bytes.length == 0) {
            throw new InvalidReferenceImageException(slot, Reason.EMPTY, "the picture is empty; choose it again");
        }
        requireAllowedSize(slot, bytes.length);
        this.bytes = bytes;
        this.header = PictureHeader.read(slot, bytes);
    }

    /**
     * Reads a photo from a base64 data URL (RFC 2397).
     *
     * <p>Parameters are ignored, white space is tolerated everywhere in the payload and around the URL. A declared
     * media type must agree with the bytes; {@code image/jpg} stands for jpeg, heic and heif for each other, and none at
     * all or {@code application/octet-stream} for any. Percent-encoded payloads and the URL-safe alphabet are refused.
     *
     * @param slot the place of the photo
     * @param dataUrl the URL, such as {@code data:image/png;base64,iVBORw0...}
     * @return the photo
     * @throws InvalidReferenceImageException if it is no such URL, or the picture is refused
     */
    public static ReferenceImage fromDataUrl(ReferenceSlot slot, String dataUrl) {
        Objects.requireNonNull(slot, "slot");
        DataUrl url = DataUrl.parse(slot, dataUrl);
        return new ReferenceImage(slot, url.bytes()).requireType(url.declaredType());
    }

    /**
     * Reads a photo from its bytes.
     *
     * @param slot the place of the photo
     * @param bytes the whole picture file; copied
     * @return the photo
     * @throws InvalidReferenceImageException if the picture is refused
     */
    public static ReferenceImage fromBytes(ReferenceSlot slot, byte[] bytes) {
        return new ReferenceImage(slot, bytes.clone());
    }

    /**
     * Reads a photo from its bytes, which must be of the declared type.
     *
     * @param slot the place of the photo
     * @param bytes the whole picture file; copied
     * @param declaredType the media type, such as {@code image/png}; parameters behind it are ignored
     * @return the photo
     * @throws InvalidReferenceImageException if the picture is refused, or is of another type
     */
    public static ReferenceImage fromBytes(ReferenceSlot slot, byte[] bytes, String declaredType) {
        return fromBytes(slot, bytes).requireType(declaredType.split(";", 2)[0]);
    }

    /**
     * Reads a photo from a file; its name does not matter.
     *
     * @param slot the place of the photo
     * @param file the file, of which no more is read than a photo may have
     * @return the photo
     * @throws IOException if the file cannot be read
     * @throws InvalidReferenceImageException if the picture is refused
     */
    public static ReferenceImage fromFile(ReferenceSlot slot, Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new ReferenceImage(slot, in.readNBytes(MAX_BYTES + 1));
        }
    }

    static void requireAllowedSize(ReferenceSlot slot, long bytes) {
        if (bytes > MAX_BYTES) {
            throw new InvalidReferenceImageException(
                    slot,
                    Reason.TOO_LARGE,
                    "the picture has more than " + MAX_BYTES / (1024 * 1024) + " MB; make it smaller");
        }
    }

    private ReferenceImage requireType(String declared) {
        String type = declared.strip().toLowerCase(Locale.ROOT);
        boolean agrees = switch (type) {
            case "", "application/octet-stream" -> true;
            case "image/jpg" -> mimeType().equals("image/jpeg");
            case "image/heic", "image/heif" -> mimeType().startsWith("image/hei");
            default -> mimeType().equals(type);
        };
        if (!agrees) {
            // the declared type comes from outside and may be anything: it is not repeated
            throw new InvalidReferenceImageException(
                    slot, Reason.WRONG_TYPE, "the picture is of type " + mimeType() + ", not of the declared one");
        }
        return this;
    }

    /**
     * Returns the place of the photo.
     *
     * @return the slot
     */
    public ReferenceSlot slot() {
        return slot;
    }

    /**
     * Returns the media type, as recognised by the first bytes.
     *
     * @return one of {@code image/png}, {@code image/jpeg}, {@code image/webp}, {@code image/heic}, {@code image/heif}
     */
    public String mimeType() {
        return header.mimeType();
    }

    /**
     * Returns the width as stored, before any orientation tag is applied.
     *
     * @return the width in pixels, at least 1
     */
    public int width() {
        return header.width();
    }

    /**
     * Returns the height as stored, before any orientation tag is applied.
     *
     * @return the height in pixels, at least 1
     */
    public int height() {
        return header.height();
    }

    /**
     * Returns the size of the picture file.
     *
     * @return the size in bytes, 1 to {@link #MAX_BYTES}
     */
    public int sizeInBytes() {
        return bytes.length;
    }

    /**
     * Returns the picture file.
     *
     * @return a copy of the bytes
     */
    public byte[] bytes() {
        return bytes.clone();
    }

    /**
     * Opens the picture file for reading, without a copy.
     *
     * @return a new stream from the first byte on
     */
    public InputStream openStream() {
        return new ByteArrayInputStream(bytes);
    }

    @Override
    public String toString() {
        return slot + " (" + mimeType() + ", " + width() + "x" + height() + ", " + sizeInBytes() + " bytes)";
    }
}
