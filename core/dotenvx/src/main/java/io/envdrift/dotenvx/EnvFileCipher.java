package io.envdrift.dotenvx;

import io.envdrift.base.EnvdriftException;
import io.envdrift.dotenv.Assignment;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.NameFilter;
import io.envdrift.dotenvx.Opener.Opened;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * Encrypts and decrypts the values of whole documents, in memory. Names, comments, order and everything else stay
 * readable and as they are.
 *
 * <p>Each result is parsed again before it is returned: it holds the wanted values and no other change.
 */
public final class EnvFileCipher {
    private final SecureRandom random;

    /** Creates a cipher that draws its ephemeral keys and nonces from here. */
    public EnvFileCipher(SecureRandom random) {
        this.random = random;
    }

    /**
     * Encrypts all selected values that are not encrypted yet, the empty ones too, and puts the header at the head of a
     * file that has none. What is encrypted is the parsed value, not expanded. {@code NAME: value} becomes
     * {@code NAME=}, and blanks round {@code =} go, as with dotenvx, which could not decrypt such lines in place
     * otherwise. An empty value before a comment stays as it is.
     *
     * @throws EnvdriftException {@code UNSUITABLE_FILE} for a file of SOPS, a store of private keys, more than 100,000
     *     values, or a name that gives no readable key name; {@code INVALID_PUBLIC_KEY} when the header holds no key; {@code WRONG_PRIVATE_KEY} when
     *     it holds another key than the recipient
     */
    public EncryptedDocument encrypt(EnvDocument document, Encryption encryption) {
        return new DocumentEncryption(document, encryption, random).run();
    }

    /**
     * Decrypts all selected values. Plaintext is written raw, never expanded, between the quotes that are there; where
     * they cannot hold it, in the first of {@code '}, {@code "} and {@code `} that can. Line ends inside become those
     * of the line. Header and public key stay. A value that fails stays as it is.
     *
     * @throws EnvdriftException {@code UNSUITABLE_FILE} for a file of SOPS, or of more than 100,000 encrypted values
     */
    public DecryptedDocument decrypt(EnvDocument document, KeyRing ring, NameFilter filter) {
        EncryptionState state = EncryptionState.of(document);
        state.requireNoSops();
        List<String> skipped = new ArrayList<>();
        List<Assignment> selected = new ArrayList<>();
        for (Assignment each : state.encrypted()) {
            if (filter.accepts(each.name())) {
                selected.add(each);
            } else {
                skipped.add(each.name());
            }
        }
        List<Opened> opened = new Opener(ring, state.validPublicKeys()).openAll(selected);
        return new PlaintextPlacement(document, skipped).place(opened);
    }

    /**
     * Reads all values without changing the document: encrypted ones decrypted, plaintext ones as they are.
     *
     * @throws EnvdriftException {@code UNSUITABLE_FILE} for a file of SOPS, or of more than 100,000 encrypted values
     */
    public DocumentValues read(EnvDocument document, KeyRing ring) {
        EncryptionState state = EncryptionState.of(document);
        state.requireNoSops();
        List<Opened> opened = new Opener(ring, state.validPublicKeys()).openAll(state.encrypted());
        return DocumentValues.of(document, opened);
    }

    /**
     * Encrypts every encrypted value anew for another key, and writes that key into the header. Plaintext stays.
     *
     * @param names names of the variables of the key pair; used where the document has no header
     * @param fileName last part of the file's path; used where the document has no header
     * @throws EnvdriftException with the names of the values that could not be decrypted; see
     *     {@link DecryptedDocument#orThrow()}
     */
    public EnvDocument reencrypt(
            EnvDocument document, KeyRing ring, PublicKey recipient, KeyNames names, String fileName) {
        EncryptionState state = EncryptionState.of(document);
        state.requireNoSops();
        List<Opened.Text> opened = new Opener(ring, state.validPublicKeys()).openAllOrThrow(state.encrypted());
        Rewrite rewrite = new Rewrite(document);
        List<SealedValue> sealed = SealedValue.sealAll(
                opened.stream()
                        .map(each -> new SealedValue.Request(each.value(), random))
                        .toList(),
                recipient);
        for (int i = 0; i < sealed.size(); i++) {
            Assignment each = opened.get(i).assignment();
            String text = sealed.get(i).text();
            rewrite.put(each, each.valueStart(), each.valueEnd(), text, text);
        }
        for (Assignment line : state.publicKeys()) {
            rewrite.put(line, line.valueStart(), line.valueEnd(), recipient.hex(), recipient.hex());
        }
        if (state.publicKeys().isEmpty()) {
            rewrite.insertHeader(recipient, names, fileName);
        }
        return rewrite.applyOrThrow();
    }

    /**
     * Returns the document with a header, which it must not have yet; the values stay as they are.
     *
     * @param names names of the variables of the key pair
     * @param fileName last part of the file's path
     * @throws EnvdriftException {@code UNSUITABLE_FILE} when a name gives no readable key name
     */
    public EnvDocument withHeader(EnvDocument document, PublicKey recipient, KeyNames names, String fileName) {
        Rewrite rewrite = new Rewrite(document);
        rewrite.insertHeader(recipient, names, fileName);
        return rewrite.applyOrThrow();
    }

    /**
     * Returns the document with one value, encrypted unless the name ends in {@code _PLAIN}. All lines of the name are
     * changed in place, their quotes kept; a new name is appended.
     *
     * @throws EnvdriftException {@code USAGE} when no reader would understand the name, {@code UNQUOTABLE_VALUE} when a
     *     plaintext value fits no quotes, and as {@link #encrypt} does
     */
    public EnvDocument set(EnvDocument document, String name, String value, Encryption encryption) {
        return new SetValue(document, encryption, random).set(name, value);
    }
}
