package id.potret.fal;

import java.util.List;

/** fal refused the request as invalid (status 400 or 422). Nothing was drawn. */
public final class FalValidationException extends FalException {

    private static final long serialVersionUID = 1L;

    private final String[] fields;

    FalValidationException(String message, Facts facts, List<String> fields) {
        super(message, facts, null);
        this.fields = fields.toArray(String[]::new);
    }

    /**
     * Returns what fal finds fault with.
     *
     * @return places such as {@code body.prompt}, as far as fal told them
     */
    public List<String> fields() {
        return List.of(fields);
    }
}
