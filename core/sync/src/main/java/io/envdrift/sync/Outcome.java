package io.envdrift.sync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.Secret;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What became of one mapping. A new kind fails to compile in every renderer.
 *
 * <p>Renderers switch over {@link #kind()}: a switch over the types themselves is linked at run time, for a millisecond each
 * of a cold start.
 */
public sealed interface Outcome {
    /** The kinds of outcomes. */
    enum Kind {
        /** {@link Created}. */
        CREATED(false, true),
        /** {@link Updated}. */
        UPDATED(false, true),
        /** {@link Advanced}. */
        ADVANCED(false, true),
        /** {@link Behind}. */
        BEHIND(true, false),
        /** {@link Ahead}. */
        AHEAD(false, false),
        /** {@link WouldCreate}. */
        WOULD_CREATE(false, false),
        /** {@link WouldUpdate}. */
        WOULD_UPDATE(false, false),
        /** {@link Unchanged}. */
        UNCHANGED(false, true),
        /** {@link Drifted}. */
        DRIFTED(true, false),
        /** {@link Declined}. */
        DECLINED(true, false),
        /** {@link Skipped}. */
        SKIPPED(false, false),
        /** {@link Ephemeral}. */
        EPHEMERAL(false, true),
        /** {@link Failed}. */
        FAILED(true, false);

        private final boolean error;
        private final boolean inSync;

        Kind(boolean error, boolean inSync) {
            this.error = error;
            this.inSync = inSync;
        }
    }

    /** Returns which of the outcomes this is. */
    Kind kind();

    /** Tells whether this mapping is not as it should be. */
    default boolean isError() {
        return kind().error;
    }

    /** Tells whether the mapping's key is at hand and equals the vault's. */
    default boolean isInSync() {
        return kind().inSync;
    }

    /** Returns the vault's key, where it could be read. */
    static Optional<KeyMaterial> material(Outcome outcome) {
        return outcome instanceof WithKey known ? Optional.of(known.material()) : Optional.empty();
    }

    /** An outcome with the vault's key. */
    sealed interface WithKey extends Outcome {
        /** Returns the key. */
        KeyMaterial material();
    }

    /** The key was written; it was not there before. */
    record Created(KeyMaterial material) implements WithKey {
        @Override
        public Kind kind() {
            return Kind.CREATED;
        }
    }

    /** The key was replaced; the file as it was is in the backup. */
    record Updated(KeyMaterial material, Path backup) implements WithKey {
        @Override
        public Kind kind() {
            return Kind.UPDATED;
        }
    }

    /**
     * The keys file took keys of the vault that it lacked; it lost none.
     *
     * @param newer whether the newest key was among them; else only older ones were
     */
    record Advanced(KeyMaterial material, boolean newer) implements WithKey {
        @Override
        public Kind kind() {
            return Kind.ADVANCED;
        }
    }

    /** A verification found that the vault has a newer key beside those of the keys file. */
    record Behind(KeyMaterial material, Secret local) implements WithKey {
        @Override
        public Kind kind() {
            return Kind.BEHIND;
        }
    }

    /**
     * The keys file has a newer key beside those of the vault; it was left alone.
     *
     * @param fit which of the two belongs to the env file
     * @param refused whether this is an error, because a verification was asked for
     */
    record Ahead(KeyMaterial material, Secret local, KeyFit fit, boolean refused) implements WithKey {
        @Override
        public Kind kind() {
            return Kind.AHEAD;
        }

        @Override
        public boolean isError() {
            return refused;
        }
    }

    /** A dry run found that the key would be written. */
    record WouldCreate(KeyMaterial material) implements WithKey {
        @Override
        public Kind kind() {
            return Kind.WOULD_CREATE;
        }
    }

    /** A dry run found that the key would be replaced, if that is allowed. */
    record WouldUpdate(KeyMaterial material, Secret local) implements WithKey {
        @Override
        public Kind kind() {
            return Kind.WOULD_UPDATE;
        }
    }

    /** The keys file held the vault's key already. */
    record Unchanged(KeyMaterial material) implements WithKey {
        @Override
        public Kind kind() {
            return Kind.UNCHANGED;
        }
    }

    /**
     * The keys file holds another key and nobody allowed to replace it.
     *
     * @param fit which of the two belongs to the env file
     */
    record Drifted(KeyMaterial material, Secret local, KeyFit fit, String reason) implements WithKey {
        @Override
        public Kind kind() {
            return Kind.DRIFTED;
        }
    }

    /** Somebody was asked whether to replace the key and said no. */
    record Declined(KeyMaterial material, Secret local) implements WithKey {
        @Override
        public Kind kind() {
            return Kind.DECLINED;
        }
    }

    /** Nothing could be done, and that is no failure. */
    record Skipped(String reason) implements Outcome {
        @Override
        public Kind kind() {
            return Kind.SKIPPED;
        }
    }

    /** The key is at hand in memory; nothing was written. */
    record Ephemeral(KeyMaterial material) implements WithKey {
        @Override
        public Kind kind() {
            return Kind.EPHEMERAL;
        }
    }

    /** The mapping could not be served. */
    record Failed(EnvdriftException failure) implements Outcome {
        @Override
        public Kind kind() {
            return Kind.FAILED;
        }
    }
}
