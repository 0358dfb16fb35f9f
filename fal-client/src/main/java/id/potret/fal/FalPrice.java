package id.potret.fal;

import java.math.BigDecimal;

/**
 * What pictures are expected to cost.
 *
 * <p>An estimate only: what fal really charged is in {@link FalImage#billableUnits()}.
 *
 * @param perImage US dollars per picture, not negative
 */
public record FalPrice(BigDecimal perImage) {

    /** The project's own figure for 4 steps: 0.001 US dollars. */
    public static final FalPrice DEFAULT = new FalPrice(new BigDecimal("0.001"));

    /**
     * Checks the price.
     *
     * @param perImage US dollars per picture, not negative
     *
     * @throws IllegalArgumentException if the price is negative
     */
    public FalPrice {
        if (perImage.signum() < 0) {
            throw new IllegalArgumentException("the price per image must not be negative, but is " + perImage);
        }
    }

    /**
     * Sets the price of one picture.
     *
     * @param usd US dollars, not negative
     * @return the price
     * @throws IllegalArgumentException if the price is negative
     */
    public static FalPrice perImage(BigDecimal usd) {
        return new FalPrice(usd);
    }

    /**
     * Estimates the cost of some pictures.
     *
     * @param images how many, at least 0
     * @return US dollars
     * @throws IllegalArgumentException if the number is negative
     */
    public BigDecimal estimate(int images) {
        if (images < 0) {
            throw new IllegalArgumentException("the number of images must not be negative, but is " + images);
        }
        return perImage.multiply(BigDecimal.valueOf(images));
    }
}
