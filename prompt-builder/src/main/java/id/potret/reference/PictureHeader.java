package id.potret.reference;

import id.potret.reference.InvalidReferenceImageException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Type and size of a picture, read from its container without decoding a pixel; a container that ends early is refused. */
record PictureHeader(String mimeType, int width, int height) {

    static PictureHeader read(ReferenceSlot slot, byte[] bytes) {
        try {
            return new Reader(slot, bytes).read();
        } catch (IndexOutOfBoundsException e) {
            // every field is addressed by what the container says of itself, so only a cut one leads behind the end
            throw new InvalidReferenceImageException(slot, Reason.CUT, Reader.CUT_MESSAGE);
        }
    }

    private static final class Reader {
        static final String CUT_MESSAGE =
                "the picture ends too early, it was probably cut off on the way; send it again";

        private static final long PNG_SIGNATURE = 0x89504E470D0A1A0AL;
        private static final Set<String> HEIC_BRANDS = Set.of("heic", "heix", "heim", "heis");
        private static final Set<String> HEIF_BRANDS = Set.of("mif1", "mif2");
        private static final Set<String> HEIF_SEQUENCE_BRANDS = Set.of("hevc", "hevx", "hevm", "hevs", "msf1");

        private final ReferenceSlot slot;
        private final ByteBuffer data;
        private final int end;

        Reader(ReferenceSlot slot, byte[] bytes) {
            this.slot = slot;
            this.data = ByteBuffer.wrap(bytes);
            this.end = bytes.length;
        }

        PictureHeader read() {
            if (end >= 8 && data.getLong(0) == PNG_SIGNATURE) {
                return png();
            }
            if (end >= 3 && u16(0) == 0xFFD8 && u8(2) == 0xFF) {
                return jpeg();
            }
            if (end >= 12 && name(0).equals("RIFF") && name(8).equals("WEBP")) {
                return webp();
            }
            if (end >= 12 && name(4).equals("ftyp")) {
                return heif();
            }
            throw invalid(
                    Reason.UNKNOWN_TYPE, "the bytes are no picture of a known type; use png, jpeg, webp, heic or heif");
        }

        /** PNG, 5: signature, then chunks of length, name, data, checksum; IHDR first, IEND last. */
        private PictureHeader png() {
            if (data.getInt(8) != 13 || !name(12).equals("IHDR")) {
                throw damaged("png");
            }
            boolean hasPixels = false;
            long at = 8;
            for (; !name(at + 4).equals("IEND"); at += 12 + u32(at)) {
                hasPixels |= name(at + 4).equals("IDAT");
            }
            u32(at + 8);
            if (!hasPixels) {
                throw damaged("png");
            }
            return sized("image/png", u32(16), u32(20));
        }

        /** ITU T.81, annex B: segments up to the end mark; what stands between them is entropy-coded data. */
        private PictureHeader jpeg() {
            @Nullable PictureHeader frame = null;
            boolean hasPixels = false;
            int at = 2;
            while (true) {
                while (u8(at) != 0xFF || u8(at + 1) == 0x00 || u8(at + 1) == 0xFF) {
                    at++;
                }
                int marker = u8(at + 1);
                at += 2;
                if (marker == 0xD9) {
                    break;
                }
                boolean standsAlone = marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8);
                if (standsAlone) {
                    continue;
                }
                boolean tables = marker == 0xC4 || marker == 0xC8 || marker == 0xCC;
                if (marker >= 0xC0 && marker <= 0xCF && !tables) {
                    if (frame != null) {
                        throw damaged("jpeg");
                    }
                    frame = sized("image/jpeg", u16(at + 5), u16(at + 3));
                }
                hasPixels |= marker == 0xDA;
                at += u16(at);
            }
            if (frame == null || !hasPixels) {
                throw damaged("jpeg");
            }
            return frame;
        }

        /** RFC 9649: a RIFF list with one VP8 or VP8L chunk, behind a VP8X chunk in the extended format. */
        private PictureHeader webp() {
            long riffEnd = 8 + littleEndian(4, 4);
            if (riffEnd > end) {
                throw invalid(Reason.CUT, CUT_MESSAGE);
            }
            @Nullable PictureHeader canvas = null;
            for (long at = 12; at + 8 <= riffEnd; ) {
                long content = at + 8;
                long size = littleEndian(at + 4, 4);
                if (content + size > riffEnd) {
                    throw invalid(Reason.CUT, CUT_MESSAGE);
                }
                PictureHeader picture = null;
                switch (name(at)) {
                    case "VP8X" -> {
                        if ((u8(content) & 0x02) != 0) {
                            throw invalid(Reason.ANIMATED, "the picture is an animation; use a still one");
                        }
                        canvas =
                                sized("image/webp", littleEndian(content + 4, 3) + 1, littleEndian(content + 7, 3) + 1);
                    }
                    case "VP8 " -> {
                        if (littleEndian(content + 3, 3) != 0x2A019D) {
                            throw damaged("webp");
                        }
                        picture = sized(
                                "image/webp",
                                littleEndian(content + 6, 2) & 0x3FFF,
                                littleEndian(content + 8, 2) & 0x3FFF);
                    }
                    case "VP8L" -> {
                        if (u8(content) != 0x2F) {
                            throw damaged("webp");
                        }
                        long bits = littleEndian(content + 1, 4);
                        picture = sized("image/webp", (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1);
                    }
                    default -> {
                        // metadata, colour profile, alpha
                    }
                }
                if (picture != null) {
                    if (canvas != null && !canvas.equals(picture)) {
                        throw damaged("webp");
                    }
                    return picture;
                }
                at = content + size + (size & 1);
            }
            throw invalid(Reason.CUT, CUT_MESSAGE);
        }

        /** ISO/IEC 23008-12: boxes; the image spatial extents (ispe) are properties below meta. */
        private PictureHeader heif() {
            String mimeType = heifType();
            long width = 0;
            long height = 0;
            boolean hasPixels = false;
            for (Box box = box(0, end); box != null; box = box(box.end, end)) {
                hasPixels |= box.name.equals("mdat");
                if (!box.name.equals("meta")) {
                    continue;
                }
                // meta is a full box: four bytes of version and flags stand before its children
                hasPixels |= child(box.content + 4, box.end, "idat") != null;
                Box properties = child(box.content + 4, box.end, "iprp");
                Box container = properties == null ? null : child(properties.content, properties.end, "ipco");
                if (container == null) {
                    throw damaged("heif");
                }
                // tiles and thumbnails have extents of their own: the picture is the largest
                for (Box property = box(container.content, container.end);
                        property != null;
                        property = box(property.end, container.end)) {
                    if (property.name.equals("ispe")) {
                        width = Math.max(width, u32(property.content + 4));
                        height = Math.max(height, u32(property.content + 8));
                    }
                }
            }
            if (!hasPixels) {
                throw invalid(Reason.CUT, CUT_MESSAGE);
            }
            return sized(mimeType, width, height);
        }

        private String heifType() {
            Box fileType = box(0, end);
            if (fileType == null) {
                throw damaged("heif");
            }
            String mimeType = null;
            boolean sequence = false;
            // the major brand, four bytes of version, then the compatible brands
            for (long at = fileType.content; at + 4 <= fileType.end; at += at == fileType.content ? 8 : 4) {
                String brand = name(at);
                if (brand.equals("avif") || brand.equals("avis")) {
                    throw invalid(Reason.UNKNOWN_TYPE, "the picture is an avif; use png, jpeg, webp, heic or heif");
                }
                if (HEIC_BRANDS.contains(brand)) {
                    mimeType = "image/heic";
                } else if (HEIF_BRANDS.contains(brand) && mimeType == null) {
                    mimeType = "image/heif";
                }
                sequence |= HEIF_SEQUENCE_BRANDS.contains(brand);
            }
            if (mimeType != null) {
                return mimeType;
            }
            throw sequence
                    ? invalid(Reason.ANIMATED, "the picture is an image sequence; use a still one")
                    : invalid(
                            Reason.UNKNOWN_TYPE,
                            "the bytes are a film or another file; use png, jpeg, webp, heic or heif");
        }

        private @Nullable Box child(long from, long limit, String name) {
            for (Box box = box(from, limit); box != null; box = box(box.end, limit)) {
                if (box.name.equals(name)) {
                    return box;
                }
            }
            return null;
        }

        private @Nullable Box box(long at, long limit) {
            if (at >= limit) {
                return null;
            }
            long size = u32(at);
            long content = at + 8;
            if (size == 1) {
                size = data.getLong(index(at + 8));
                content = at + 16;
            } else if (size == 0) {
                size = limit - at;
            }
            if (size < content - at) {
                throw damaged("heif");
            }
            if (size > limit - at) {
                throw invalid(Reason.CUT, CUT_MESSAGE);
            }
            return new Box(name(at + 4), content, at + size);
        }

        private PictureHeader sized(String mimeType, long width, long height) {
            if (width == 0 || height == 0) {
                throw invalid(Reason.DAMAGED, "the picture has no width or no height; save it again");
            }
            // each side first: the product of two unsigned 32-bit sides may overflow
            if (width > ReferenceImage.MAX_PIXELS
                    || height > ReferenceImage.MAX_PIXELS
                    || width * height > ReferenceImage.MAX_PIXELS) {
                throw invalid(
                        Reason.TOO_MANY_PIXELS,
                        "the picture has " + width + "x" + height + " pixels, more than the "
                                + ReferenceImage.MAX_PIXELS / 1_000_000 + " million allowed; make it smaller");
            }
            return new PictureHeader(mimeType, (int) width, (int) height);
        }

        private InvalidReferenceImageException damaged(String type) {
            return invalid(Reason.DAMAGED, "the picture starts as a " + type + " but is damaged; save it again");
        }

        private InvalidReferenceImageException invalid(Reason reason, String message) {
            return new InvalidReferenceImageException(slot, reason, message);
        }

        private int u8(long at) {
            return data.get(index(at)) & 0xFF;
        }

        private int u16(long at) {
            return data.getShort(index(at)) & 0xFFFF;
        }

        private long u32(long at) {
            return data.getInt(index(at)) & 0xFFFF_FFFFL;
        }

        private long littleEndian(long at, int bytes) {
            long value = 0;
            for (int i = bytes - 1; i >= 0; i--) {
                value = (value << 8) | u8(at + i);
            }
            return value;
        }

        private String name(long at) {
            byte[] name = new byte[4];
            data.get(index(at), name);
            return new String(name, StandardCharsets.ISO_8859_1);
        }

        private int index(long at) {
            return (int) Math.min(at, end);
        }

        private record Box(String name, long content, long end) {}
    }
}
