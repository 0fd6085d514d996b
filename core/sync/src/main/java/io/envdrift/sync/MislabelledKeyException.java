package io.envdrift.sync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;

/** A secret holds the key of another environment. Its code is {@code UNUSABLE_KEY_MATERIAL}. */
public final class MislabelledKeyException extends EnvdriftException {
    private static final long serialVersionUID = 1L;

    private final String found;
    private final String expected;

    /**
     * Creates the error.
     *
     * @param found the name that the secret gives its key, as in {@code DOTENV_PRIVATE_KEY_STAGING}
     * @param expected the name that was looked for
     */
    MislabelledKeyException(String found, String expected) {
        super(
                ErrorCode.UNUSABLE_KEY_MATERIAL,
                "Unusable key material: it is labelled " + found + ", but " + expected + " is needed",
                "point the mapping at the secret of this environment, or correct its environment");
        this.found = found;
        this.expected = expected;
    }

    /** Returns the name in the secret. */
    public String found() {
        return found;
    }

    /** Returns the name that was looked for. */
    public String expected() {
        return expected;
    }
}
