package io.envdrift.dotenv;

/**
 * A name and its value before expansion.
 *
 * @param literal whether references in it stay as they are, because it stood in single quotes
 */
public record RawValue(String name, String value, boolean literal) {
    /** Returns the name, never the value. */
    @Override
    public String toString() {
        return name;
    }
}
