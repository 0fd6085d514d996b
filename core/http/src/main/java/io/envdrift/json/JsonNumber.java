package io.envdrift.json;

/**
 * A number as it was written.
 *
 * @param token as in {@code -1.50e3}
 */
public record JsonNumber(String token) {}
