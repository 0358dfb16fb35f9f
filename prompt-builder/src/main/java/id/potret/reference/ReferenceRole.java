package id.potret.reference;

/** What a reference photo shows, and so what its description is asked for. */
public enum ReferenceRole {
    /** The thing that is sold. */
    PRODUCT,
    /** The face of the model. */
    FACE,
    /** The place around model and product. */
    BACKGROUND
}
