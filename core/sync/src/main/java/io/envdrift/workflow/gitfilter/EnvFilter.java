package io.envdrift.workflow.gitfilter;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.NameFilter;
import io.envdrift.dotenvx.DecryptedDocument;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.dotenvx.EnvFileCipher;
import io.envdrift.dotenvx.Failure;
import io.envdrift.dotenvx.GateFinding;
import io.envdrift.dotenvx.KeyRing;
import io.envdrift.dotenvx.SealedText;
import io.envdrift.git.FileFilter;
import io.envdrift.git.FilteredFiles;
import io.envdrift.git.GitObjects;
import io.envdrift.git.SmudgeMemory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Encrypts what goes into the repository and decrypts what comes out of it. Unchanged values keep their ciphertext; no
 * plaintext of a filtered file gets into the repository.
 */
public final class EnvFilter implements FileFilter {
    private final Map<String, FilteredFiles.Entry> entries;
    private final Set<String> folders;
    private final PlainKeys plainKeys;
    private final FilterKeys keys;
    private final SmudgeMemory memory;
    private final KnownBlobs unchanged;
    private final GitObjects objects;
    private final EnvFileCipher cipher;
    private final FileSealing sealing;
    private final List<Left> left = new ArrayList<>();

    /** One git command may clean the same content twice, as for a partial commit, and must get the same ciphertext. */
    private final Map<Cleaned, byte[]> cleaned = new HashMap<>();

    private record Cleaned(String path, ByteBuffer content) {
        /** Shows no content. */
        @Override
        public String toString() {
            return path;
        }
    }

    /**
     * A file that stays encrypted in the work tree.
     *
     * @param path the file
     * @param reason why
     */
    public record Left(String path, EnvdriftException reason) {}

    /** Creates the filter of one git command. */
    public EnvFilter(
            FilteredFiles files, FilterKeys keys, SmudgeMemory memory, GitObjects objects, EnvFileCipher cipher) {
        this.entries = files.byPath();
        this.folders = entries.keySet().stream().map(EnvFilter::folder).collect(Collectors.toSet());
        this.plainKeys = PlainKeys.of(files);
        this.keys = keys;
        this.memory = memory;
        this.unchanged = new KnownBlobs(memory, objects);
        this.objects = objects;
        this.cipher = cipher;
        this.sealing = new FileSealing(keys, cipher, plainKeys, memory::secret);
    }

    /** Returns the files that stay encrypted in the work tree, in the order of their coming. */
    public List<Left> left() {
        return List.copyOf(left);
    }

    @Override
    public byte[] clean(String path, byte[] content) {
        FilteredFiles.Entry entry = entries.get(path);
        if (entry == null) {
            requireNoSecret(path, content);
            return content;
        }
        Optional<EnvDocument> document = EnvDocument.tryDecode(content);
        if (document.filter(text -> isShown(entry, text)).isPresent()) {
            return content;
        }
        boolean harmless = content.length == 0
                || document.filter(text -> hidesNothing(entry, text)).isPresent();
        if (harmless && document.filter(EnvFilter::holdsEmptyValues).isEmpty()) {
            return content;
        }
        Optional<GitObjects.Blob> same = unchanged.of(path, content);
        if (same.isPresent()) {
            return same.get().content();
        }
        Cleaned request = new Cleaned(path, ByteBuffer.wrap(content));
        byte[] before = cleaned.get(request);
        if (before != null) {
            return before;
        }
        byte[] result = encrypted(entry, content, document, harmless);
        cleaned.put(request, result);
        return result;
    }

    private byte[] encrypted(
            FilteredFiles.Entry entry, byte[] content, Optional<EnvDocument> document, boolean harmless) {
        List<EnvDocument> versions = versions(entry.path());
        if (harmless && versions.stream().noneMatch(EnvFilter::holdsCiphertext)) {
            return content;
        }
        try {
            return sealing.seal(entry, content, document, versions);
        } catch (EnvdriftException e) {
            // An emptied value is allowed through: it is no secret. So is plaintext that git has already.
            if (harmless || isStaged(entry.path(), content)) {
                return content;
            }
            throw e;
        }
    }

    private boolean isStaged(String path, byte[] content) {
        return objects.find(":0:" + path)
                .filter(blob -> Arrays.equals(blob.content(), content))
                .isPresent();
    }

    /** Tells whether a text is what stands for a file in a diff: {@code git blame} has it cleaned. */
    private boolean isShown(FilteredFiles.Entry entry, EnvDocument document) {
        return ShownValue.isAll(document, EncryptionState.of(document, plainKeys.of(entry)));
    }

    /** Tells whether no value is readable: all is ciphertext or empty. */
    private boolean hidesNothing(FilteredFiles.Entry entry, EnvDocument document) {
        EncryptionState state = EncryptionState.of(document, plainKeys.of(entry));
        boolean sealed = GateFinding.of(document, state).stream()
                .allMatch(found -> found.kind() == GateFinding.Kind.MERGE_CONFLICT
                        || found.kind() == GateFinding.Kind.SEALED_TEXT);
        return sealed && state.readable() == 0;
    }

    private static boolean holdsEmptyValues(EnvDocument document) {
        return !EncryptionState.of(document).empty().isEmpty();
    }

    private static boolean holdsCiphertext(EnvDocument document) {
        return !EncryptionState.of(document).encrypted().isEmpty();
    }

    /** Returns the versions that git has of a file, the one to prefer first; in a merge, those of both sides. */
    private List<EnvDocument> versions(String path) {
        List<EnvDocument> versions = new ArrayList<>();
        for (String place : List.of(":0:", "HEAD:", ":2:", ":3:")) {
            objects.find(place + path)
                    .flatMap(blob -> EnvDocument.tryDecode(blob.content()))
                    .ifPresent(versions::add);
        }
        return versions;
    }

    @Override
    public byte[] smudge(String path, byte[] content, Optional<String> blob) {
        FilteredFiles.Entry entry = entries.get(path);
        Optional<EnvDocument> document = entry == null ? Optional.empty() : EnvDocument.tryDecode(content);
        if (entry == null || document.isEmpty()) {
            return content;
        }
        byte[] plaintext = content;
        if (!EncryptionState.of(document.get()).encrypted().isEmpty()) {
            try {
                plaintext = opened(document.get(), keys.of(entry));
            } catch (EnvdriftException e) {
                left.add(new Left(path, e));
                return content;
            }
        }
        byte[] written = plaintext;
        blob.ifPresent(id -> memory.remember(path, written, id));
        return plaintext;
    }

    /**
     * Returns the plaintext. What opens but cannot be written as plaintext stays encrypted; any other failure is one of the file.
     *
     * @throws EnvdriftException when a value does not open
     */
    byte[] opened(EnvDocument document, KeyRing ring) {
        DecryptedDocument decrypted = cipher.decrypt(document, ring, NameFilter.all());
        if (!decrypted.failures().stream().allMatch(Failure::isOpened)) {
            return decrypted.orThrow().bytes();
        }
        return SealedText.unwrap(decrypted.document())
                .orElseGet(() -> decrypted.document().bytes());
    }

    /** A file that the list does not have goes through; but one of it may have been given another name or place. */
    private void requireNoSecret(String path, byte[] content) {
        Optional<EncryptionState> state = EnvDocument.tryDecode(content).map(EncryptionState::of);
        if (state.filter(found -> found.readable() > 0 && isOurs(path, found)).isPresent()) {
            throw new EnvdriftException(
                    ErrorCode.PLAINTEXT_LEFT,
                    path + ": names a key and holds plaintext, and is not among the files that git sees encrypted here",
                    "give it a mapping and run: envdrift git refresh; or keep it out of git");
        }
    }

    /** Beside a file of the list any key tells; elsewhere a key of the list does, for other projects may have files there. */
    private boolean isOurs(String path, EncryptionState state) {
        if (folders.contains(folder(path))) {
            return !(state.publicKeys().isEmpty() && state.privateKeys().isEmpty());
        }
        return state.validPublicKeys().stream()
                .anyMatch(named -> keys.ofKeysFiles().find(named).isPresent());
    }

    private static String folder(String path) {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }
}
