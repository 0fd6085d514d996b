package io.envdrift.sync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.Secret;
import io.envdrift.config.Mapping;
import java.util.List;
import java.util.Optional;

/** What is to be done for one mapping. */
public sealed interface Step {
    /** Returns the mapping. */
    Mapping mapping();

    /** Returns remarks that belong to the row. */
    List<String> warnings();

    /** Returns the key that the keys file is to hold; nothing where none is written. */
    default Optional<KeyMaterial> keyToStore() {
        return this instanceof Stored stored ? Optional.of(stored.material()) : Optional.empty();
    }

    /** A step after which the keys file holds the vault's key. */
    sealed interface Stored extends Step {
        /** Returns the key. */
        KeyMaterial material();
    }

    /** The key goes into a keys file that lacks it, or that does not exist yet. */
    record Create(Mapping mapping, KeyMaterial material, List<String> warnings) implements Stored {}

    /**
     * The keys file holds another key, which would be lost.
     *
     * @param local all that it holds now, separated by commas
     * @param fit which of the two belongs to the env file
     */
    record Update(Mapping mapping, KeyMaterial material, Secret local, KeyFit fit, List<String> warnings)
            implements Stored {}

    /**
     * The vault has every key of the keys file and more: they are taken, and none is lost.
     *
     * @param local all that the keys file holds now, separated by commas
     * @param newer whether the vault's newest key is new here; else only its history is
     */
    record Advance(Mapping mapping, KeyMaterial material, Secret local, boolean newer, List<String> warnings)
            implements Stored {}

    /**
     * The keys file has every key of the vault and a newer one: nothing is taken back.
     *
     * @param local all that it holds now, separated by commas
     * @param fit which of the two belongs to the env file
     */
    record Ahead(Mapping mapping, KeyMaterial material, Secret local, KeyFit fit, List<String> warnings)
            implements Step {}

    /** The keys file holds the vault's key. */
    record Keep(Mapping mapping, KeyMaterial material, List<String> warnings) implements Stored {}

    /** The key stays in memory. */
    record Hold(Mapping mapping, KeyMaterial material, List<String> warnings) implements Step {}

    /** Nothing is done, which is no failure. */
    record Skip(Mapping mapping, String reason, List<String> warnings) implements Step {}

    /** The mapping has failed already. */
    record Fail(Mapping mapping, EnvdriftException failure, List<String> warnings) implements Step {}
}
