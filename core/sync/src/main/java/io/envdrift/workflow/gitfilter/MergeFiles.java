package io.envdrift.workflow.gitfilter;

import io.envdrift.base.EnvdriftException;
import io.envdrift.dotenv.Assignment;
import io.envdrift.dotenv.DocumentMerge;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.dotenvx.EnvFileCipher;
import io.envdrift.dotenvx.KeyRing;
import io.envdrift.dotenvx.PublicKey;
import io.envdrift.dotenvx.SealedText;
import io.envdrift.git.FilteredFiles;
import io.envdrift.git.SmudgeMemory;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Merges two encrypted versions of a file by variable: values are compared as plaintext, and what is written is encrypted, also
 * within the markers of a conflict.
 */
public final class MergeFiles {
    private static final DocumentMerge.Labels LABELS = new DocumentMerge.Labels("ours", "theirs");

    private final FilterKeys keys;
    private final FileSealing sealing;
    private final PlainKeys plainKeys;
    private final SecureRandom random;

    /** Creates the workflow. */
    public MergeFiles(
            FilteredFiles files, FilterKeys keys, EnvFileCipher cipher, SmudgeMemory memory, SecureRandom random) {
        this.keys = keys;
        this.plainKeys = PlainKeys.of(files);
        this.sealing = new FileSealing(keys, cipher, plainKeys, memory::secret);
        this.random = random;
    }

    /**
     * What came of a merge.
     *
     * @param content the merged file, encrypted
     * @param conflicts the variables that both sides changed differently
     * @param whole why the two versions stand one after the other instead; empty when they were merged
     */
    public record Result(byte[] content, Set<String> conflicts, Optional<String> whole) {
        /** Tells whether somebody has to settle something. */
        public boolean isClean() {
            return conflicts.isEmpty() && whole.isEmpty();
        }

        /** Shows no content. */
        @Override
        public String toString() {
            return "merge with conflicts " + conflicts;
        }
    }

    /**
     * Merges.
     *
     * @param entry the file; empty when the list does not have it
     * @param base what both come from; empty where there is no such version
     */
    public Result run(Optional<FilteredFiles.Entry> entry, byte[] base, byte[] ours, byte[] theirs) {
        try {
            EnvDocument before = sealed(entry, base);
            EnvDocument mine = sealed(entry, ours);
            EnvDocument other = sealed(entry, theirs);
            Optional<String> reason = objection(before, mine, other);
            return reason.isPresent()
                    ? whole(mine.text(), other.text(), reason.get())
                    : byVariable(ring(entry), before, mine, other);
        } catch (EnvdriftException e) {
            // A version is no text, or is plaintext that cannot be encrypted here: ours stays.
            return new Result(ours, Set.of(), Optional.of(e.getMessage()));
        }
    }

    private KeyRing ring(Optional<FilteredFiles.Entry> entry) {
        try {
            return entry.isPresent() ? keys.of(entry.get()) : keys.ofKeysFiles();
        } catch (EnvdriftException e) {
            // Without keys, values are compared as ciphertext.
            return KeyRing.empty();
        }
    }

    /** A version from before the file was encrypted must not come into a new one as it is. */
    private EnvDocument sealed(Optional<FilteredFiles.Entry> entry, byte[] content) {
        EnvDocument document = EnvDocument.decode(content);
        return entry.isPresent()
                        && EncryptionState.of(document, plainKeys.of(entry.get()))
                                        .readable()
                                > 0
                ? EnvDocument.decode(sealing.seal(entry.get(), content, Optional.of(document), List.of()))
                : document;
    }

    private static Optional<String> objection(EnvDocument... versions) {
        for (EnvDocument version : versions) {
            if (SealedText.isIn(version) || !version.defects().isEmpty()) {
                return Optional.of("a version has text that no reader takes for an assignment");
            }
        }
        return Optional.empty();
    }

    private Result byVariable(KeyRing ring, EnvDocument base, EnvDocument ours, EnvDocument theirs) {
        Optional<PublicKey> before = recipient(base);
        Optional<PublicKey> mine = recipient(ours);
        Optional<PublicKey> other = recipient(theirs);
        if (!mine.equals(other) && !mine.equals(before) && !other.equals(before)) {
            return whole(ours.text(), theirs.text(), "both sides changed the key");
        }
        Optional<PublicKey> wanted = mine.equals(before) ? other : mine;
        OpenedVersion baseSide = new OpenedVersion(base, ring, before);
        OpenedVersion ourSide = new OpenedVersion(ours, ring, mine);
        OpenedVersion theirSide = new OpenedVersion(theirs, ring, other);
        boolean sameKey = before.equals(mine) && mine.equals(other);
        if (!sameKey && (baseSide.isShut() || ourSide.isShut() || theirSide.isShut())) {
            return whole(ours.text(), theirs.text(), "one side changed the key, and not all keys are at hand");
        }
        Optional<DocumentMerge.Merged> merged = DocumentMerge.merge(
                baseSide.side(wanted, ourSide, random),
                ourSide.side(wanted, theirSide, random),
                theirSide.side(wanted, ourSide, random),
                LABELS);
        return merged.map(result -> new Result(result.document().bytes(), result.conflicts(), Optional.empty()))
                .orElseGet(() -> whole(ours.text(), theirs.text(), "the merged text would be read differently"));
    }

    private static Optional<PublicKey> recipient(EnvDocument document) {
        return EncryptionState.of(document).recipient();
    }

    private static Result whole(String ours, String theirs, String reason) {
        String text = "<<<<<<< " + LABELS.ours() + "\n" + ended(ours) + "=======\n" + ended(theirs) + ">>>>>>> "
                + LABELS.theirs() + "\n";
        return new Result(text.getBytes(StandardCharsets.UTF_8), Set.of(), Optional.of(reason));
    }

    private static String ended(String text) {
        return text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
    }

    /** Returns the assignment from its name to its value's end. */
    static String written(EnvDocument document, Assignment each) {
        return document.text().substring(each.nameStart(), each.writtenEnd());
    }
}
