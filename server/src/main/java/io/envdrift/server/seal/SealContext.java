package io.envdrift.server.seal;

import java.util.Optional;

/**
 * The purpose that sealed bytes are bound to: they open for no other purpose. Every kind of thing has a name of its
 * own, so that what one API sealed for an id opens for no other API that uses the same id.
 *
 * @param text the name and the ids, as in {@code vault-env/signing-key/ID}
 * @param bare what texts of the first form, which had no names, were sealed for
 */
public record SealContext(String text, Optional<String> bare) {
    /**
     * Creates a context.
     *
     * @param name the API and what it seals, as in {@code vault-env/signing-key}
     * @param ids without slashes
     */
    public static SealContext of(String name, String... ids) {
        return new SealContext(name + "/" + String.join("/", ids), Optional.empty());
    }

    /** Returns the same context, for which texts of the first form open as well. */
    public SealContext orBare(String old) {
        return new SealContext(text, Optional.of(old));
    }
}
