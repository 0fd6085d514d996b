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
    private final List<String> unusable;

    private KeyRing(Collection<PrivateKey> keys) {
        this(keys, List.of());
    }

    private KeyRing(Collection<PrivateKey> keys, Collection<String> unusable) {
        this.keys = each(keys);
        this.unusable = each(unusable);
    }

    /** Returns each element once. A single one needs no set: the hash of a key is an HMAC under a random key. */
    private static <T> List<T> each(Collection<T> elements) {
        return List.copyOf(elements.size() < 2 ? elements : new LinkedHashSet<>(elements));
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
     * Returns the keys of all variables {@code DOTENV_PRIVATE_KEY*}, whose values may be comma lists. A pair of quotes, and a
     * name before the key, are taken off; what is no key even then is told where a key is missing.
     */
    public static KeyRing ofEnvironment(Map<String, String> environment) {
        List<PrivateKey> keys = new ArrayList<>();
        List<String> unusable = new ArrayList<>();
        new TreeMap<>(environment).forEach((name, value) -> {
            if (KeyNames.isPrivate(name)) {
                collect(KeyList.parse(KeyDefect.cleaned(value)), name + " of the environment", keys, unusable);
            }
        });
        return new KeyRing(keys, unusable);
    }

    /** Returns the keys of a list of lines, and remembers which of them are none. */
    static KeyRing ofEntries(List<KeysFile.Entry> entries) {
        List<PrivateKey> keys = new ArrayList<>();
        List<String> unusable = new ArrayList<>();
        entries.forEach(entry ->
                collect(entry.list(), entry.name() + " in line " + entry.line() + " of the keys file", keys, unusable));
        return new KeyRing(keys, unusable);
    }

    private static void collect(KeyList list, String place, List<PrivateKey> keys, List<String> unusable) {
        keys.addAll(list.keys());
        if (list.tokens().isEmpty()) {
            // A secret that a CI service does not know becomes an empty variable.
            unusable.add(place + " is empty");
        }
        list.tokens().stream()
                .flatMap(token -> KeyDefect.of(token.reveal()).stream())
                .findFirst()
                .ifPresent(defect -> unusable.add(place + " is no private key: " + defect));
    }

    /** Returns where unusable keys stand and what is wrong with each; never their text. */
    List<String> unusable() {
        return unusable;
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

    /** Tells whether the key of a public half is here. */
    public boolean holds(PublicKey publicKey) {
        return find(publicKey).isPresent();
    }

    /** Tells whether the key of one of these public halves is here. */
    public boolean holdsAny(Collection<PublicKey> publicKeys) {
        return publicKeys.stream().anyMatch(this::holds);
    }

    /** Returns the newest key that opens every complete ciphertext of a document, whatever its public keys. */
    public Optional<PrivateKey> opening(EncryptionState state) {
        List<SealedValue> values = state.encrypted().stream()
                .flatMap(each -> SealedValue.parse(each.value()).stream())
                .toList();
        MostValues.require(values.size());
        return keys.reversed().stream()
                .filter(key -> values.stream().allMatch(value -> value.open(key).isPresent()))
                .findFirst();
    }

    /** Returns a ring with the keys of both. */
    public KeyRing plus(KeyRing other) {
        List<PrivateKey> both = new ArrayList<>(keys);
        both.addAll(other.keys);
        List<String> defects = new ArrayList<>(unusable);
        defects.addAll(other.unusable);
        return new KeyRing(both, defects);
    }

    /** Returns all keys in the order to try them: those of the given public keys, then the others, newest first. */
    List<PrivateKey> inOrderFor(Collection<PublicKey> publicKeys) {
        if (keys.size() < 2) {
            // Deriving the public half costs as much as a value.
            return keys;
        }
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
