package io.envdrift.testkit.gcp;

import java.util.ArrayList;
import java.util.List;

/** A secret of the fake, with its versions: the first has number 1. */
final class StoredSecret {
    final String id;
    final List<Version> versions = new ArrayList<>();

    StoredSecret(String id) {
        this.id = id;
    }

    /** What may be done with a version; the ordinal is the number on the wire. */
    enum State {
        STATE_UNSPECIFIED,
        ENABLED,
        DISABLED,
        DESTROYED
    }

    /** A version. */
    static final class Version {
        final byte[] data;
        State state = State.ENABLED;

        Version(byte[] data) {
            this.data = data;
        }
    }
}
