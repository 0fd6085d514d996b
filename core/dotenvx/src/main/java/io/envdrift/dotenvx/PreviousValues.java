package io.envdrift.dotenvx;

import io.envdrift.dotenv.Assignment;
import io.envdrift.dotenv.EnvDocument;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The values of one earlier version that may be kept: those with the same name, occurrence and plaintext. */
final class PreviousValues {
    private record Occurrence(String name, int number) {}

    /**
     * An earlier assignment with the same value as one of now.
     *
     * @param text the assignment from its name to its value, as it was written
     * @param ciphertext the value
     */
    record Kept(String text, String ciphertext) {}

    private final Map<Occurrence, Assignment> before = new HashMap<>();
    private final Map<Assignment, Occurrence> now;
    private final Encryption.Previous previous;

    private PreviousValues(Encryption.Previous previous, EnvDocument current) {
        this.previous = previous;
        this.now = occurrencesIn(current);
        occurrencesIn(previous.document()).forEach((assignment, occurrence) -> before.put(occurrence, assignment));
    }

    /** Returns the earlier versions that were encrypted for the same key, in their order. */
    static List<PreviousValues> of(Encryption encryption, EnvDocument current) {
        return encryption.previous().stream()
                .filter(previous -> fits(previous, encryption.recipient()))
                .map(previous -> new PreviousValues(previous, current))
                .toList();
    }

    private static boolean fits(Encryption.Previous previous, PublicKey recipient) {
        List<PublicKey> carried = EncryptionState.of(previous.document()).validPublicKeys();
        return previous.key().publicKey().equals(recipient) && carried.contains(recipient);
    }

    private static Map<Assignment, Occurrence> occurrencesIn(EnvDocument document) {
        Map<String, Integer> counts = new HashMap<>();
        Map<Assignment, Occurrence> occurrences = new HashMap<>();
        for (Assignment each : document.assignments()) {
            int number = counts.merge(each.name(), 1, Integer::sum);
            occurrences.put(each, new Occurrence(each.name(), number));
        }
        return occurrences;
    }

    /** Returns the earlier assignment with the same value, if its ciphertext opens with exactly the recipient's key. */
    Optional<Kept> sameAs(Assignment current) {
        return earlier(current)
                .filter(old -> opensTo(old.value(), current.value()))
                .map(old ->
                        new Kept(previous.document().text().substring(old.nameStart(), old.writtenEnd()), old.value()));
    }

    /** Tells whether an empty value was empty and not encrypted in the earlier version, too. */
    boolean wasEmptyToo(Assignment current) {
        return current.isEmpty() && earlier(current).filter(Assignment::isEmpty).isPresent();
    }

    private Optional<Assignment> earlier(Assignment current) {
        return Optional.ofNullable(now.get(current)).flatMap(occurrence -> Optional.ofNullable(before.get(occurrence)));
    }

    private boolean opensTo(String ciphertext, String plaintext) {
        return SealedValue.parse(ciphertext)
                .flatMap(value -> value.open(previous.key()))
                .filter(plaintext::equals)
                .isPresent();
    }
}
