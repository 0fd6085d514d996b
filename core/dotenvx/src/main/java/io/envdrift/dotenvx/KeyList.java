package io.envdrift.dotenvx;

import io.envdrift.base.Secret;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The value of a private-key variable: one key, or after rotations several with commas between them, newest last. Blanks
 * round a comma do not count.
 *
 * @param tokens the parts as they are written, none empty, oldest first
 */
public record KeyList(List<Secret> tokens) {
    public KeyList {
        tokens = List.copyOf(tokens);
    }

    /** Splits a value. Parts need not be keys. */
    public static KeyList parse(String value) {
        return new KeyList(Arrays.stream(value.split(",", -1))
                .map(String::strip)
                .filter(token -> !token.isEmpty())
                .map(Secret::of)
                .toList());
    }

    /** Returns the parts that are private keys, oldest first. */
    public List<PrivateKey> keys() {
        return tokens.stream()
                .map(token -> PrivateKey.tryParse(token.reveal()))
                .flatMap(Optional::stream)
                .toList();
    }

    /** Returns the newest part that is a private key. */
    public Optional<PrivateKey> newest() {
        List<PrivateKey> keys = keys();
        return keys.isEmpty() ? Optional.empty() : Optional.of(keys.getLast());
    }

    /** Returns why the first part that is no private key is none, as part of a sentence; never a part of the text. */
    public Optional<String> defect() {
        return tokens.stream()
                .flatMap(token -> KeyDefect.of(token.reveal()).stream())
                .findFirst();
    }

    /** Tells whether each part of this list is in the other, hex digits in any letter case. */
    public boolean isWithin(KeyList other) {
        return other.comparable().containsAll(comparable());
    }

    /** Returns this list with one more key at its end, unless it is the newest already. */
    public KeyList with(PrivateKey key) {
        return newest().filter(key::equals).isPresent()
                ? this
                : new KeyList(
                        Stream.concat(tokens.stream(), Stream.of(key.secret())).toList());
    }

    /** Returns the value as it is written. */
    public Secret value() {
        return Secret.of(String.join(",", tokens.stream().map(Secret::reveal).toList()));
    }

    /** Returns the parts in a form in which equal keys are equal: hex digits in lower case. */
    public List<Secret> comparable() {
        return tokens.stream()
                .map(token -> PrivateKey.tryParse(token.reveal())
                        .map(PrivateKey::secret)
                        .orElse(token))
                .toList();
    }
}
