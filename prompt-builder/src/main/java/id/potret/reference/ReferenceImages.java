package id.potret.reference;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The reference photos of a request, at most one per slot, in slot order; immutable and thread-safe. */
public final class ReferenceImages implements Iterable<ReferenceImage> {

    private static final ReferenceImages NONE = new ReferenceImages(List.of());

    private final Map<ReferenceSlot, ReferenceImage> images = new EnumMap<>(ReferenceSlot.class);

    private ReferenceImages(Collection<ReferenceImage> images) {
        for (ReferenceImage image : images) {
            if (this.images.put(image.slot(), image) != null) {
                throw new IllegalArgumentException(
                        "two reference photos for " + image.slot() + "; give each its own slot");
            }
        }
    }

    /**
     * Returns no photos at all.
     *
     * @return the empty collection
     */
    public static ReferenceImages none() {
        return NONE;
    }

    /**
     * Collects photos.
     *
     * @param images the photos, in any order
     * @return the photos in slot order
     * @throws IllegalArgumentException if two have the same slot
     */
    public static ReferenceImages of(ReferenceImage... images) {
        return new ReferenceImages(List.of(images));
    }

    /**
     * Collects photos.
     *
     * @param images the photos, in any order
     * @return the photos in slot order
     * @throws IllegalArgumentException if two have the same slot
     */
    public static ReferenceImages of(Collection<ReferenceImage> images) {
        return new ReferenceImages(images);
    }

    /**
     * Reads the photos of a request as browsers send them, each as a data URL.
     *
     * @param products the main product photo and up to three more; null and blank entries are left out, and the others
     *     keep their numbers
     * @param face the face; null or blank for none
     * @param background the background; null or blank for none
     * @return the photos
     * @throws InvalidReferenceImageException if a photo is refused
     * @throws IllegalArgumentException if there are more than {@value ReferenceSlot#MAX_PRODUCTS} product entries
     */
    public static ReferenceImages fromDataUrls(
            List<@Nullable String> products, @Nullable String face, @Nullable String background) {
        if (products.size() > ReferenceSlot.MAX_PRODUCTS) {
            throw new IllegalArgumentException("at most " + ReferenceSlot.MAX_PRODUCTS
                    + " product photos can be described, and these are " + products.size());
        }
        Map<ReferenceSlot, @Nullable String> urls = new EnumMap<>(ReferenceSlot.class);
        for (int i = 0; i < products.size(); i++) {
            urls.put(ReferenceSlot.product(i + 1), products.get(i));
        }
        urls.put(ReferenceSlot.FACE, face);
        urls.put(ReferenceSlot.BACKGROUND, background);
        Map<ReferenceSlot, ReferenceImage> images = new EnumMap<>(ReferenceSlot.class);
        urls.forEach((slot, url) -> {
            if (url != null && !url.isBlank()) {
                images.put(slot, ReferenceImage.fromDataUrl(slot, url));
            }
        });
        return new ReferenceImages(images.values());
    }

    /**
     * Tells whether there is no photo.
     *
     * @return true if there is none
     */
    public boolean isEmpty() {
        return images.isEmpty();
    }

    /**
     * Returns how many photos there are.
     *
     * @return the number, 0 to 6
     */
    public int size() {
        return images.size();
    }

    /**
     * Returns the slots that have a photo.
     *
     * @return the slots in slot order; unmodifiable
     */
    public Set<ReferenceSlot> slots() {
        return Collections.unmodifiableSet(images.keySet());
    }

    /**
     * Returns the photo of a slot.
     *
     * @param slot the slot
     * @return the photo, or empty if there is none
     */
    public Optional<ReferenceImage> get(ReferenceSlot slot) {
        return Optional.ofNullable(images.get(slot));
    }

    @Override
    public Iterator<ReferenceImage> iterator() {
        return Collections.unmodifiableCollection(images.values()).iterator();
    }

    @Override
    public String toString() {
        return images.values().toString();
    }
}
