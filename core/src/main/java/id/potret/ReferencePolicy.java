package id.potret;

/** What a batch does when a reference photo could not be described. */
public enum ReferencePolicy {
    /** Generate without that photo; {@link BatchResult#references()} names it. The default. */
    CONTINUE,
    /** Give the coin back and throw {@link ReferencesFailedException} before any picture is paid for. */
    FAIL
}
