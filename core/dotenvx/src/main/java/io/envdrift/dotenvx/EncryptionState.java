package io.envdrift.dotenvx;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.dotenv.Assignment;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.Glob;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which values of a document are encrypted. Lines of public keys are not counted as values. */
public final class EncryptionState {
    /** What the names of values end in that stay plaintext. */
    public static final String PLAIN_SUFFIX = "_PLAIN";

    /** Characters of names times characters of patterns: at the slowest, about a second. */
    private static final long MOST_COMPARISONS = 100_000_000;

    private static final String SOPS_VALUE = "ENC[AES256_GCM,";

    /** The state as one word. */
    public enum Kind {
        /** There is nothing that could be secret. */
        NOTHING,
        /** No value is encrypted, at least one should be. */
        PLAINTEXT,
        /** Some values are encrypted, at least one is not and should be. */
        MIXED,
        /** Every value that should be encrypted is. */
        ENCRYPTED
    }

    private final List<Assignment> encrypted = new ArrayList<>();
    private final List<Assignment> plaintext = new ArrayList<>();
    private final List<Assignment> exempt = new ArrayList<>();
    private final List<Assignment> empty = new ArrayList<>();
    private final List<Assignment> publicKeys = new ArrayList<>();
    private final List<Assignment> privateKeys = new ArrayList<>();
    private final List<Integer> skippedLines;
    private boolean sops;

    /** Found out at the first question: reading every ciphertext costs more than all the rest, and who decrypts reads it anyway. */
    private volatile @Nullable List<Assignment> incomplete;

    private EncryptionState(EnvDocument document, List<Glob> plainKeys) {
        skippedLines = List.copyOf(document.skippedLines());
        document.assignments().forEach(each -> add(each, plainKeys));
    }

    private void add(Assignment each, List<Glob> plainKeys) {
        sops |= isSops(each);
        if (KeyNames.isPublic(each.name())) {
            publicKeys.add(each);
        } else if (each.valueStartsWith(SealedValue.PREFIX)) {
            encrypted.add(each);
        } else if (each.isEmpty() && !(each.isCutByComment() && isPlainByIntent(each.name(), plainKeys))) {
            empty.add(each);
        } else if (isPlainByIntent(each.name(), plainKeys)) {
            exempt.add(each);
        } else {
            plaintext.add(each);
        }
        if (KeyNames.isPrivate(each.name()) && !each.isEmpty()) {
            privateKeys.add(each);
        }
    }

    /** Looks at a document, without patterns of {@code plain_keys}. */
    public static EncryptionState of(EnvDocument document) {
        return of(document, List.of());
    }

    /**
     * Looks at a document.
     *
     * @throws EnvdriftException {@code UNSUITABLE_FILE} when comparing so many long names with so many long patterns would
     *     take minutes
     */
    public static EncryptionState of(EnvDocument document, List<Glob> plainKeys) {
        requireBounded(document, plainKeys);
        return new EncryptionState(document, plainKeys);
    }

    private static void requireBounded(EnvDocument document, List<Glob> plainKeys) {
        if (plainKeys.isEmpty()) {
            return;
        }
        long patterns =
                plainKeys.stream().mapToLong(glob -> glob.toString().length()).sum();
        long names = document.assignments().stream()
                .mapToLong(each -> each.name().length())
                .sum();
        if (patterns * names > MOST_COMPARISONS) {
            throw new EnvdriftException(
                    ErrorCode.UNSUITABLE_FILE,
                    "the names in the file are too long and too many for so many patterns of plain_keys",
                    "use fewer and shorter patterns");
        }
    }

    private static boolean isSops(Assignment assignment) {
        return assignment.valueStartsWith(SOPS_VALUE)
                || assignment.name().equals("sops_mac")
                || assignment.name().equals("sops_version");
    }

    private static boolean isPlainByIntent(String name, List<Glob> plainKeys) {
        if (name.endsWith(PLAIN_SUFFIX)) {
            return true;
        }
        for (Glob glob : plainKeys) {
            if (glob.matches(name)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the values that claim to be encrypted. */
    public List<Assignment> encrypted() {
        return Collections.unmodifiableList(encrypted);
    }

    /** Returns those of the encrypted values that are no complete ciphertext, and so are plaintext. */
    public List<Assignment> incomplete() {
        List<Assignment> found = incomplete;
        if (found == null) {
            found = encrypted.stream()
                    .filter(each -> !SealedValue.isComplete(each.value()))
                    .toList();
            incomplete = found;
        }
        return found;
    }

    /** Tells whether values are encrypted and no line of a public key says to which key. */
    public boolean lacksHeader() {
        return publicKeys.isEmpty() && encrypted.size() > incomplete().size();
    }

    /** Returns the plaintext values that are neither empty nor meant to be plaintext. */
    public List<Assignment> plaintext() {
        return Collections.unmodifiableList(plaintext);
    }

    /** Returns the plaintext values by intent: names that end in {@code _PLAIN}, or match a pattern of {@code plain_keys}. */
    public List<Assignment> exempt() {
        return Collections.unmodifiableList(exempt);
    }

    /** Returns the empty values. */
    public List<Assignment> empty() {
        return Collections.unmodifiableList(empty);
    }

    /** Returns the lines of public keys. */
    public List<Assignment> publicKeys() {
        return Collections.unmodifiableList(publicKeys);
    }

    /** Returns the lines of private keys, which make the file a store of keys. */
    public List<Assignment> privateKeys() {
        return Collections.unmodifiableList(privateKeys);
    }

    /** Returns the numbers of lines that no reader understands, so that they can never be encrypted. */
    public List<Integer> skippedLines() {
        return skippedLines;
    }

    /** Tells whether another tool, SOPS, encrypted the file. */
    public boolean sops() {
        return sops;
    }

    /** Returns the state as one word. */
    public Kind kind() {
        boolean sealed = encrypted.size() > incomplete().size();
        if (readable() == 0) {
            return sealed ? Kind.ENCRYPTED : Kind.NOTHING;
        }
        return sealed ? Kind.MIXED : Kind.PLAINTEXT;
    }

    /** Returns the number of values that are plaintext and should not be. */
    public int readable() {
        return plaintext.size() + incomplete().size();
    }

    /** Returns the number of values that are encrypted or should be. */
    public int considered() {
        return encrypted.size() + plaintext.size();
    }

    /** Returns the valid public keys of the document, each once, in file order. */
    public List<PublicKey> validPublicKeys() {
        LinkedHashSet<PublicKey> keys = new LinkedHashSet<>();
        publicKeys.forEach(line -> PublicKey.tryParse(line.value()).ifPresent(keys::add));
        return List.copyOf(keys);
    }

    /** Returns the names of the keys that the first public-key line belongs to; nothing where there is no such line. */
    public Optional<KeyNames> keyNames() {
        return publicKeys.stream().findFirst().flatMap(line -> KeyNames.ofVariable(line.name()));
    }

    /**
     * Returns the key that values are encrypted to: that of the first public-key line, in the last line of that name.
     *
     * @throws EnvdriftException {@code INVALID_PUBLIC_KEY} when that line holds none
     */
    public Optional<PublicKey> recipient() {
        if (publicKeys.isEmpty()) {
            return Optional.empty();
        }
        String name = publicKeys.getFirst().name();
        Assignment last = publicKeys.reversed().stream()
                .filter(line -> line.name().equals(name))
                .findFirst()
                .orElseThrow();
        return Optional.of(PublicKey.tryParse(last.value())
                .orElseThrow(() -> new EnvdriftException(
                        ErrorCode.INVALID_PUBLIC_KEY,
                        "line " + last.line() + ": " + name + " holds no valid public key",
                        GateFinding.RESTORE_PUBLIC_KEY)));
    }

    /**
     * Refuses a file of SOPS.
     *
     * @throws EnvdriftException {@code UNSUITABLE_FILE} when it is one
     */
    public void requireNoSops() {
        if (sops) {
            throw new EnvdriftException(
                    ErrorCode.UNSUITABLE_FILE, "the file is encrypted by SOPS", "decrypt it with sops first");
        }
    }
}
