package id.potret.fal;

/** A parameter that is locked was given another value than the only allowed one; nothing was sent. */
public final class LockedParameterException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String parameter;
    private final String value;
    private final String allowed;

    LockedParameterException(String parameter, String value, String allowed) {
        super(parameter + " is locked to " + allowed + " and cannot be " + value + "; remove the setting or set it to "
                + allowed);
        this.parameter = parameter;
        this.value = value;
        this.allowed = allowed;
    }

    /**
     * Returns the name of the locked parameter, as it goes over the wire.
     *
     * @return the name, such as {@code num_inference_steps}
     */
    public String parameter() {
        return parameter;
    }

    /**
     * Returns the value that was refused.
     *
     * @return the value as text
     */
    public String value() {
        return value;
    }

    /**
     * Returns the only allowed value.
     *
     * @return the value as text
     */
    public String allowed() {
        return allowed;
    }
}
