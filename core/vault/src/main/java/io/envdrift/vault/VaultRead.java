package io.envdrift.vault;

import java.util.function.Supplier;

/** The result of reading one secret among several. */
public sealed interface VaultRead {
    /** The secret was read. */
    record Found(VaultSecret secret) implements VaultRead {
        @Override
        public VaultSecret orThrow() {
            return secret;
        }
    }

    /** It could not be read. */
    record Failed(VaultException failure) implements VaultRead {
        @Override
        public VaultSecret orThrow() {
            throw failure;
        }
    }

    /**
     * Returns the secret.
     *
     * @throws VaultException when it could not be read
     */
    VaultSecret orThrow();

    /** Runs one read and keeps its failure. */
    static VaultRead of(Supplier<VaultSecret> read) {
        try {
            return new Found(read.get());
        } catch (VaultException e) {
            return new Failed(e);
        }
    }
}
