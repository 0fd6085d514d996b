package io.envdrift.sync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.Secret;
import java.nio.file.Path;
import java.util.Optional;

/** What became of one mapping. A new case fails to compile in every renderer. */
public sealed interface Outcome {
    /** The key was written; it was not there before. */
    record Created(KeyMaterial material) implements Outcome {}

    /** The key was replaced; the file as it was is in the backup. */
    record Updated(KeyMaterial material, Path backup) implements Outcome {}

    /** A dry run found that the key would be written. */
    record WouldCreate(KeyMaterial material) implements Outcome {}

    /** A dry run found that the key would be replaced, if that is allowed. */
    record WouldUpdate(KeyMaterial material, Secret local) implements Outcome {}

    /** The keys file held the vault's key already. */
    record Unchanged(KeyMaterial material) implements Outcome {}

    /** The keys file holds another key and nobody allowed to replace it. */
    record Drifted(KeyMaterial material, Secret local, String reason) implements Outcome {}

    /** Somebody was asked whether to replace the key and said no. */
    record Declined(KeyMaterial material, Secret local) implements Outcome {}

    /** Nothing could be done, and that is no failure. */
    record Skipped(String reason) implements Outcome {}

    /** The key is at hand in memory; nothing was written. */
    record Ephemeral(KeyMaterial material) implements Outcome {}

    /** The mapping could not be served. */
    record Failed(EnvdriftException failure) implements Outcome {}

    /** Tells whether this mapping is not as it should be. */
    default boolean isError() {
        return switch (this) {
            case Created any -> false;
            case Updated any -> false;
            case WouldCreate any -> false;
            case WouldUpdate any -> false;
            case Unchanged any -> false;
            case Skipped any -> false;
            case Ephemeral any -> false;
            case Drifted any -> true;
            case Declined any -> true;
            case Failed any -> true;
        };
    }

    /** Returns the vault's key, where it could be read. */
    static Optional<KeyMaterial> material(Outcome outcome) {
        return switch (outcome) {
            case Created(var material) -> Optional.of(material);
            case Updated(var material, var backup) -> Optional.of(material);
            case WouldCreate(var material) -> Optional.of(material);
            case WouldUpdate(var material, var local) -> Optional.of(material);
            case Unchanged(var material) -> Optional.of(material);
            case Drifted(var material, var local, var reason) -> Optional.of(material);
            case Declined(var material, var local) -> Optional.of(material);
            case Ephemeral(var material) -> Optional.of(material);
            case Skipped any -> Optional.empty();
            case Failed any -> Optional.empty();
        };
    }

    /** Tells whether the mapping's key is at hand and equals the vault's. */
    default boolean isInSync() {
        return switch (this) {
            case Created any -> true;
            case Updated any -> true;
            case Unchanged any -> true;
            case Ephemeral any -> true;
            case WouldCreate any -> false;
            case WouldUpdate any -> false;
            case Skipped any -> false;
            case Drifted any -> false;
            case Declined any -> false;
            case Failed any -> false;
        };
    }
}
