package io.envdrift.envsync.protocol;

import io.envdrift.base.Secret;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A passphrase, and a cache of the keys that were last derived from it: reading the same blob or writing the same
 * branch again derives nothing again. Safe for use by several threads.
 *
 * <p>A salt is used again only for the same place and the same key names. Encryption would allow more, since each
 * Fernet token has a random IV of its own; but {@code bind} stands beside the token, under a key of the same salt: were
 * two branches or two lists of names under one salt, a server could put the token of one beside the {@code bind} of the
 * other.
 */
public final class PassphraseKeys {
    private static final int MOST = 64;
    private static final HexFormat HEX = HexFormat.of();

    private final Secret passphrase;
    private final Derivation derivation;
    private final Map<Derived, byte[]> keys = new LinkedHashMap<>();
    private final Map<Bound, byte[]> salts = new LinkedHashMap<>();

    /** Keeps a passphrase; derives nothing yet. */
    public PassphraseKeys(Secret passphrase) {
        this(passphrase, KeyScheme::documentKey);
    }

    /** For tests that write more often than anybody waits for. */
    PassphraseKeys(Secret passphrase, Derivation derivation) {
        this.passphrase = passphrase;
        this.derivation = derivation;
    }

    /** How a key is made of passphrase, salt and number of rounds. */
    @FunctionalInterface
    interface Derivation {
        byte[] key(Secret passphrase, byte[] salt, int rounds);
    }

    private record Derived(String salt, int rounds) {}

    private record Bound(Place place, List<String> names) {}

    /** Returns the salt of what is written to a place with these names: random, and the same again for the same ones. */
    synchronized byte[] salt(Place place, Collection<String> names, SecureRandom random) {
        Bound wanted = new Bound(place, names.stream().distinct().sorted().toList());
        byte[] known = salts.remove(wanted);
        if (known == null) {
            known = new byte[KeyScheme.SALT_LENGTH];
            random.nextBytes(known);
        }
        keep(salts, wanted, known);
        return known.clone();
    }

    synchronized byte[] document(byte[] salt, int rounds) {
        Derived wanted = new Derived(HEX.formatHex(salt), rounds);
        byte[] known = keys.remove(wanted);
        byte[] key = known == null ? derivation.key(passphrase, salt, rounds) : known;
        keep(keys, wanted, key);
        return key.clone();
    }

    byte[] repo(String project) {
        return KeyScheme.repoKey(passphrase, project);
    }

    /** Adds as the latest; the one that was not used for longest makes room. */
    private static <K> void keep(Map<K, byte[]> kept, K key, byte[] value) {
        kept.put(key, value);
        if (kept.size() > MOST) {
            kept.remove(kept.keySet().iterator().next());
        }
    }

    /** Shows neither passphrase nor keys. */
    @Override
    public String toString() {
        return "PassphraseKeys";
    }
}
