package io.envdrift.workflow.examine;

import io.envdrift.base.EnvdriftException;
import java.util.List;
import java.util.Optional;

/** The content of one of the places of a key. */
public sealed interface KeyPlace {
    /**
     * One key, or several of a rotation.
     *
     * @param fingerprints of their public halves, newest last; salted previews for text that is no key
     * @param defect why some of it is no key; nothing when all are keys
     */
    record Keys(List<String> fingerprints, Optional<String> defect) implements KeyPlace {}

    /** No key is there, though one may be. */
    record Absent() implements KeyPlace {}

    /** No key is to be there: the mapping is ephemeral. */
    record NotKept() implements KeyPlace {}

    /** The place could not be read, or holds what is no key. */
    record Unreadable(EnvdriftException failure) implements KeyPlace {}

    /** Returns the fingerprint of the newest key. */
    default Optional<String> newest() {
        return this instanceof Keys(List<String> fingerprints, var defect)
                ? Optional.of(fingerprints.getLast())
                : Optional.empty();
    }

    /** Tells whether a key of this fingerprint is there. */
    default boolean holds(String fingerprint) {
        return this instanceof Keys(List<String> fingerprints, var defect) && fingerprints.contains(fingerprint);
    }
}
