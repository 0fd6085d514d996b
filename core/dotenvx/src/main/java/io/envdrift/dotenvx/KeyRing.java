package io.envdrift.dotenvx;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The private keys at hand, each once, oldest first. */
public final class KeyRing {
    private static final KeyRing EMPTY = new KeyRing(List.of());

    private final List<PrivateKey> keys;

    private KeyRing(Collection<PrivateKey> keys) {
        this.keys = List.copyOf(new LinkedHashSet<>(keys));
    }

    /** Returns the ring without keys. */
    public static KeyRing empty() {
        return EMPTY;
    }

    /** Returns a ring of these keys. */
    public static KeyRing of(Collection<PrivateKey> keys) {
        return new KeyRing(keys);
    }

    /** Returns a ring of these keys. */
    public static KeyRing of(PrivateKey... keys) {
        return new KeyRing(List.of(keys));
    }

    /**
     * Returns the keys of all variables {@code DOTENV_PRIVATE_KEY*}, whose values may be comma lists. What is no key is
     * passed over.
     */
    public static KeyRing ofEnvironment(Map<String, String> environment) {
        List<PrivateKey> keys = new ArrayList<>();
        new TreeMap<>(environment).forEach((name, value) -> {
            if (KeyNames.isPrivate(name)) {
                keys.addAll(KeyList.parse(value).keys());
            }
        });
        return new KeyRing(keys);
    }

    /** Returns the keys, oldest first. */
    public List<PrivateKey> keys() {
        return keys;
    }

    /** Tells whether there is no key. */
    public boolean isEmpty() {
        return keys.isEmpty();
    }

    /** Returns the key whose public half this is. */
    public Optional<PrivateKey> find(PublicKey publicKey) {
        return keys.stream().filter(key -> key.publicKey().equals(publicKey)).findFirst();
    }

    /** Returns a ring with the keys of both. */
    public KeyRing plus(KeyRing other) {
        List<PrivateKey> both = new ArrayList<>(keys);
        both.addAll(other.keys);
        return new KeyRing(both);
    }

    /** Returns all keys in the order to try them: those of the given public keys, then the others, newest first. */
    List<PrivateKey> inOrderFor(Collection<PublicKey> publicKeys) {
        Set<PrivateKey> order = new LinkedHashSet<>();
        publicKeys.forEach(publicKey -> find(publicKey).ifPresent(order::add));
        List<PrivateKey> newestFirst = new ArrayList<>(keys);
        Collections.reverse(newestFirst);
        order.addAll(newestFirst);
        return List.copyOf(order);
    }

    /** Returns the number of keys only. */
    @Override
    public String toString() {
        return "ring of " + keys.size() + " keys";
    }
}
