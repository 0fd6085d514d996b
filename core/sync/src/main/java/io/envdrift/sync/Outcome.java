package io.envdrift.sync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.Secret;
import java.nio.file.Path;
import java.util.Optional;

/** The result for one mapping. A new kind fails to compile here and in every renderer. */
public sealed interface Outcome {
    /** Tells whether this mapping is not as it should be. */
    default boolean isError() {
        return switch (this) {
            case Behind any -> true;
            case Drifted any -> true;
            case Declined any -> true;
            case Failed any -> true;
            case Ahead ahead -> ahead.refused();
            case Created any -> false;
            case Updated any -> false;
            case Advanced any -> false;
            case WouldCreate any -> false;
            case WouldUpdate any -> false;
            case Unchanged any -> false;
            case Skipped any -> false;
            case Ephemeral any -> false;
        };
    }

    /** Tells whether the mapping's key is at hand and equals the vault's. */
    default boolean isInSync() {
        return switch (this) {
            case Created any -> true;
            case Updated any -> true;
            case Advanced any -> true;
            case Unchanged any -> true;
            case Ephemeral any -> true;
            case Behind any -> false;
            case Ahead any -> false;
            case WouldCreate any -> false;
            case WouldUpdate any -> false;
            case Drifted any -> false;
            case Declined any -> false;
            case Skipped any -> false;
            case Failed any -> false;
        };
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
    record Created(KeyMaterial material) implements WithKey {}

    /** The key was replaced; the file as it was is in the backup. */
    record Updated(KeyMaterial material, Path backup) implements WithKey {}

    /**
     * The keys file took keys of the vault that it lacked; it lost none.
     *
     * @param newer whether the newest key was among them; else only older ones were
     */
    record Advanced(KeyMaterial material, boolean newer) implements WithKey {}

    /** A verification found that the vault has a newer key beside those of the keys file. */
    record Behind(KeyMaterial material, Secret local) implements WithKey {}

    /**
     * The keys file has a newer key beside those of the vault; it was left alone.
     *
     * @param fit which of the two belongs to the env file
     * @param refused whether this is an error, because a verification was asked for
     */
    record Ahead(KeyMaterial material, Secret local, KeyFit fit, boolean refused) implements WithKey {}

    /** A dry run found that the key would be written. */
    record WouldCreate(KeyMaterial material) implements WithKey {}

    /** A dry run found that the key would be replaced, if that is allowed. */
    record WouldUpdate(KeyMaterial material, Secret local) implements WithKey {}

    /** The keys file held the vault's key already. */
    record Unchanged(KeyMaterial material) implements WithKey {}

    /**
     * The keys file holds another key and nobody allowed to replace it.
     *
     * @param fit which of the two belongs to the env file
     */
    record Drifted(KeyMaterial material, Secret local, KeyFit fit, String reason) implements WithKey {}

    /** Somebody was asked whether to replace the key and said no. */
    record Declined(KeyMaterial material, Secret local) implements WithKey {}

    /** Nothing was done, and that is no failure. */
    record Skipped(String reason) implements Outcome {}

    /** The key stays in memory; nothing was written. */
    record Ephemeral(KeyMaterial material) implements WithKey {}

    /** The mapping failed. */
    record Failed(EnvdriftException failure) implements Outcome {}
}
