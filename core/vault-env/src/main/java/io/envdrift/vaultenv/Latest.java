package io.envdrift.vaultenv;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What an environment holds now, as far as this device can tell. */
public sealed interface Latest {
    /** Returns the number of the version; 0 when there is none. */
    long version();

    /** Nothing was stored yet, or the environment does not exist. */
    record Nothing() implements Latest {
        @Override
        public long version() {
            return 0;
        }
    }

    /**
     * Secrets this device can read.
     *
     * @param values names and values, in the order of the blob
     */
    record Readable(long version, Map<String, String> values) implements Latest {
        /** Takes a copy that cannot change. */
        public Readable {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }

        /** Shows no values. */
        @Override
        public String toString() {
            return "Readable[version=" + version + ", names=" + values.keySet() + "]";
        }
    }

    /** Something this device decrypts, but that is no JSON object: no client of the protocol wrote it. */
    record Garbled(long version) implements Latest {}

    /** Secrets that another device, or another key, encrypted. */
    record Foreign(long version) implements Latest {}
}
