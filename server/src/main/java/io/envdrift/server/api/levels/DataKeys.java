package io.envdrift.server.api.levels;

import io.envdrift.base.Secret;
import io.envdrift.crypto.AesGcm;
import io.envdrift.levels.protocol.KeyParameters;
import io.envdrift.levels.protocol.LevelBlob;
import io.envdrift.levels.protocol.ProjectKey;
import io.envdrift.server.api.levels.Keys.Key;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Data keys that the server derives for projects whose keys it manages. Deriving one takes a third of a second of a processor,
 * so two are derived at a time, and what was derived is remembered for five minutes, encrypted with a key that is made anew at
 * each start. The entries are kept by the sealed text of the project's key, so a change of the key finds nothing old.
 */
final class DataKeys {
    /** How long a data key is remembered. */
    static final Duration LIFE = Duration.ofMinutes(5);
    /** More rounds make the server work for others. */
    static final int MAX_ROUNDS = 1_000_000;

    private static final int AT_ONCE = 2;
    private static final long PATIENCE_SECONDS = 20;
    private static final int MOST = 1_000;
    private static final long RETRY_SECONDS = 5;

    private final KeyStore store;
    private final InstantSource clock;
    private final Semaphore turns = new Semaphore(AT_ONCE, true);
    private final byte[] own = KeyStore.random(AesGcm.KEY_LENGTH);
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Remembered> known = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Remembered> eldest) {
            return size() > MOST;
        }
    };

    private record Remembered(String sealed, Instant until) {}

    DataKeys(KeyStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * Returns the data key of a key that the server manages.
     *
     * @throws Refused 422 when its rounds are out of bounds, 429 when too many others wait
     */
    byte[] of(Key key) {
        String name = key.sealed() + " " + key.parameters();
        synchronized (known) {
            forgetOld();
            Remembered remembered = known.get(name);
            if (remembered != null) {
                return LevelBlob.open(own, remembered.sealed()).orElseThrow();
            }
        }
        byte[] dataKey = derive(store.key(key), key.parameters());
        synchronized (known) {
            known.put(
                    name,
                    new Remembered(
                            LevelBlob.seal(own, dataKey, random),
                            clock.instant().plus(LIFE)));
        }
        return dataKey;
    }

    /**
     * Derives a data key, and remembers nothing.
     *
     * @throws Refused 422 when the rounds are out of bounds, 429 when too many others wait
     */
    byte[] derive(Secret key, KeyParameters parameters) {
        if (!parameters.isAcceptable() || parameters.rounds() > MAX_ROUNDS) {
            throw Refused.invalid(
                    "key_check_iterations",
                    "key_check_iterations must be from " + KeyParameters.MIN_ROUNDS + " to " + MAX_ROUNDS
                            + " for what the server derives");
        }
        try {
            if (!turns.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw Refused.tooMany(RETRY_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refused.tooMany(RETRY_SECONDS);
        }
        try {
            return ProjectKey.of(key).dataKey(parameters);
        } finally {
            turns.release();
        }
    }

    /** Entries stand in the order of their making, so the oldest come first. */
    private void forgetOld() {
        Instant now = clock.instant();
        Iterator<Remembered> entries = known.values().iterator();
        while (entries.hasNext() && !entries.next().until().isAfter(now)) {
            entries.remove();
        }
    }

    /** Shows no key. */
    @Override
    public String toString() {
        return "derived keys";
    }
}
