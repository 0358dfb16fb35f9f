package id.potret.fal;

import java.util.Map;
import java.util.function.Consumer;

/** Settings by name; a wrong one is reported under its name. */
record Settings(Map<String, String> values) {

    void with(String name, Consumer<String> setter) {
        String value = values.get(name);
        if (value == null || value.isBlank()) {
            return;
        }
        try {
            setter.accept(value.strip());
        } catch (LockedParameterException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + " is wrong: " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return "Settings[redacted]";
    }
}
