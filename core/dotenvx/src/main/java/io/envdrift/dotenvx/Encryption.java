package io.envdrift.dotenvx;

import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.NameFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a document is to be encrypted.
 *
 * @param recipient whose private half will open it
 * @param names names of the variables of the key pair; used where the document has no header yet
 * @param fileName last part of the file's path; used where the document has no header yet
 * @param filter which names to encrypt
 * @param previous earlier versions, the one to prefer first; where a value is the same, its ciphertext is kept
 * @param seed what makes ciphertext the same each time; empty for ciphertext that is another one each time
 */
public record Encryption(
        PublicKey recipient,
        KeyNames names,
        String fileName,
        NameFilter filter,
        List<Previous> previous,
        Optional<SealingSeed> seed) {
    public Encryption {
        previous = List.copyOf(previous);
    }

    /**
     * An earlier version of the document.
     *
     * @param document that version
     * @param key the private half of the recipient, without which nobody can tell whether a value is the same
     */
    public record Previous(EnvDocument document, PrivateKey key) {}

    /** Returns the usual encryption: all names, key names by the file's name, no earlier version. */
    public static Encryption of(PublicKey recipient, String fileName) {
        return new Encryption(
                recipient, KeyNames.ofFile(fileName), fileName, NameFilter.all(), List.of(), Optional.empty());
    }

    /** Returns this encryption with other key names. */
    public Encryption withNames(KeyNames other) {
        return new Encryption(recipient, other, fileName, filter, previous, seed);
    }

    /** Returns this encryption of other names only. */
    public Encryption withFilter(NameFilter other) {
        return new Encryption(recipient, names, fileName, other, previous, seed);
    }

    /** Returns this encryption with one more earlier version to keep ciphertext from. */
    public Encryption keeping(EnvDocument document, PrivateKey key) {
        List<Previous> more = new ArrayList<>(previous);
        more.add(new Previous(document, key));
        return new Encryption(recipient, names, fileName, filter, more, seed);
    }

    /** Returns this encryption with ciphertext that is the same each time. */
    public Encryption repeatable(SealingSeed other) {
        return new Encryption(recipient, names, fileName, filter, previous, Optional.of(other));
    }
}
