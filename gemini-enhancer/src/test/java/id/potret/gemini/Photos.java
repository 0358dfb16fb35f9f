package id.potret.gemini;

import id.potret.reference.ReferenceImage;
import id.potret.reference.ReferenceImages;
import id.potret.reference.ReferenceSlot;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;

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
