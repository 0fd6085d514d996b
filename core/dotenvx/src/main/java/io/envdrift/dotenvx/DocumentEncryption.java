package io.envdrift.dotenvx;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.dotenv.Assignment;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.Quote;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** One encryption of one document. */
final class DocumentEncryption {
    private final EnvDocument document;
    private final Encryption encryption;
    private final SecureRandom random;

    DocumentEncryption(EnvDocument document, Encryption encryption, SecureRandom random) {
        this.document = document;
        this.encryption = encryption;
        this.random = random;
    }

    EncryptedDocument run() {
        EncryptionState state = EncryptionState.of(document);
        requireEncryptable(state, encryption.recipient());
        List<PreviousValues> previous = PreviousValues.of(encryption, document);
        List<String> skipped = new ArrayList<>();
        List<Assignment> selected = new ArrayList<>();
        for (Assignment each : document.assignments()) {
            if (isSelected(each) && previous.stream().noneMatch(version -> version.wasEmptyToo(each))) {
                selected.add(each);
            } else if (!KeyNames.isPublic(each.name()) && !each.valueStartsWith(SealedValue.PREFIX)) {
                skipped.add(each.name());
            }
        }
        MostValues.require(selected.size());
        return write(state, selected, skipped, previous);
    }

    private EncryptedDocument write(
            EncryptionState state, List<Assignment> selected, List<String> skipped, List<PreviousValues> previous) {
        Rewrite rewrite = new Rewrite(document);
        List<Assignment> fresh = new ArrayList<>();
        List<String> kept = keep(rewrite, selected, fresh, previous);
        Function<Assignment, SecureRandom> sources = sources();
        List<SealedValue> sealed = SealedValue.sealAll(
                fresh.stream()
                        .map(each -> new SealedValue.Request(each.value(), sources.apply(each)))
                        .toList(),
                encryption.recipient());
        for (int i = 0; i < fresh.size(); i++) {
            Assignment each = fresh.get(i);
            String text = sealed.get(i).text();
            String mark = each.quote().mark();
            rewrite.put(each, each.nameEnd(), each.writtenEnd(), "=" + mark + text + mark, text);
        }
        if (state.publicKeys().isEmpty() && !selected.isEmpty()) {
            rewrite.insertHeader(encryption.recipient(), encryption.names(), encryption.fileName());
        }
        return new EncryptedDocument(
                selected.isEmpty() ? document : rewrite.applyOrThrow(),
                fresh.stream().map(Assignment::name).toList(),
                kept,
                state.encrypted().stream().map(Assignment::name).toList(),
                skipped);
    }

    /** Returns where the ephemeral key and nonce of each assignment come from. */
    private Function<Assignment, SecureRandom> sources() {
        if (encryption.seed().isEmpty()) {
            return any -> random;
        }
        SealingSeed seed = encryption.seed().get();
        Map<String, Integer> counts = new HashMap<>();
        Map<Assignment, Integer> occurrences = new HashMap<>();
        for (Assignment each : document.assignments()) {
            occurrences.put(each, counts.merge(each.name(), 1, Integer::sum));
        }
        return each ->
                seed.random(each.name(), occurrences.getOrDefault(each, 1), each.value(), encryption.recipient());
    }

    /** Takes over earlier ciphertext where it can, and collects the other assignments. */
    private static List<String> keep(
            Rewrite rewrite, List<Assignment> selected, List<Assignment> others, List<PreviousValues> previous) {
        List<Optional<PreviousValues.Kept>> found = Batch.map(
                selected,
                each -> previous.stream()
                        .flatMap(version -> version.sameAs(each).stream())
                        .findFirst());
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < selected.size(); i++) {
            Assignment each = selected.get(i);
            if (found.get(i).isPresent()) {
                PreviousValues.Kept same = found.get(i).get();
                rewrite.put(each, each.nameStart(), each.writtenEnd(), same.text(), same.ciphertext());
                kept.add(each.name());
            } else {
                others.add(each);
            }
        }
        return kept;
    }

    private boolean isSelected(Assignment each) {
        return !KeyNames.isPublic(each.name())
                && !each.valueStartsWith(SealedValue.PREFIX)
                && !each.name().endsWith(EncryptionState.PLAIN_SUFFIX)
                && encryption.filter().accepts(each.name())
                // As dotenvx leaves it, so that both write the same file.
                && !(each.isEmpty()
                        && each.quote() == Quote.NONE
                        && each.comment().isPresent());
    }

    static void requireEncryptable(EncryptionState state, PublicKey recipient) {
        state.requireNoSops();
        if (!state.privateKeys().isEmpty()) {
            throw new EnvdriftException(
                    ErrorCode.UNSUITABLE_FILE,
                    "the file holds private keys (" + state.privateKeys().getFirst() + "): it is a store of keys",
                    "keep private keys in .env.keys, which is never encrypted or committed");
        }
        Optional<PublicKey> present = state.recipient();
        if (present.isPresent() && !present.get().equals(recipient)) {
            throw new EnvdriftException(
                    ErrorCode.WRONG_PRIVATE_KEY,
                    "the file names public key " + present.get().fingerprint() + "…, not " + recipient.fingerprint()
                            + "…",
                    "use the key of the file, or change it with envdrift rotate");
        }
    }
}
