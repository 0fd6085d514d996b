package io.envdrift.dotenvx;

import io.envdrift.dotenv.Assignment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Opens the values of one document with the keys at hand. */
final class Opener {
    /**
     * How often a key that is neither the file's nor the newest is tried in vain: thousands of foreign keys times thousands of
     * values would cost hours, and either list may be a stranger's.
     */
    private static final int MOST_STRANGE_TRIES = 20_000;

    private final KeyRing ring;
    private final List<PublicKey> publicKeys;
    private final List<PrivateKey> order;
    private final String unusable;
    private final AtomicInteger strangeTries;

    /** Tried first: the values of a file mostly share their key. */
    private volatile Optional<PrivateKey> lastGood = Optional.empty();

    /** How many keys are the file's own; -1 as long as nobody asked, because deriving a public key costs as much as opening a value. */
    private volatile int expected = -1;

    /** What became of one value. */
    sealed interface Opened {
        /** The plaintext. */
        record Text(Assignment assignment, String value) implements Opened {
            @Override
            public String toString() {
                return "text of " + assignment;
            }
        }

        /** Why there is none. */
        record Shut(Failure failure) implements Opened {}
    }

    /** Prepares for a document with these public keys. */
    Opener(KeyRing ring, List<PublicKey> publicKeys) {
        this(ring, publicKeys, MOST_STRANGE_TRIES);
    }

    /** Prepares for a document, with another limit of tries in vain. */
    Opener(KeyRing ring, List<PublicKey> publicKeys, int strangeTries) {
        this.ring = ring;
        this.publicKeys = List.copyOf(publicKeys);
        this.strangeTries = new AtomicInteger(strangeTries);
        this.order = ring.inOrderFor(publicKeys);
        this.unusable = String.join("; ", ring.unusable());
    }

    List<Opened> openAll(List<Assignment> assignments) {
        MostValues.require(assignments.size());
        return Batch.map(assignments, this::open);
    }

    /** Opens all of them, or throws an error with the names of those that do not open. */
    List<Opened.Text> openAllOrThrow(List<Assignment> assignments) {
        List<Opened.Text> texts = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (Opened each : openAll(assignments)) {
            switch (each) {
                case Opened.Text text -> texts.add(text);
                case Opened.Shut(Failure failure) -> failures.add(failure);
            }
        }
        Failures.throwIfAny(failures);
        return texts;
    }

    private Opened open(Assignment assignment) {
        Optional<SealedValue> sealed = SealedValue.parse(assignment.value());
        if (sealed.isEmpty()) {
            // No key could open it, so that none is missed.
            return new Opened.Shut(Failure.of(assignment, Failure.Reason.MALFORMED));
        }
        if (order.isEmpty()) {
            return shut(assignment, unusable.isEmpty() ? Failure.Reason.NO_KEY : Failure.Reason.UNUSABLE_KEY, unusable);
        }
        Optional<PrivateKey> first = lastGood;
        Optional<String> text = first.flatMap(sealed.get()::open);
        String detail = unusable;
        for (int i = 0; i < order.size() && text.isEmpty(); i++) {
            PrivateKey key = order.get(i);
            boolean strange = i > 0 && i > expected();
            if (strange && strangeTries.get() <= 0) {
                detail = "not all of the keys at hand were tried, there are too many";
                break;
            }
            text = sealed.get().open(key);
            if (strange && text.isEmpty()) {
                strangeTries.decrementAndGet();
            }
            if (text.isPresent()) {
                lastGood = Optional.of(key);
            }
        }
        if (text.isPresent()) {
            return new Opened.Text(assignment, text.get());
        }
        return expected() == 0
                ? shut(assignment, Failure.Reason.WRONG_KEY, detail)
                : shut(assignment, Failure.Reason.TAMPERED, "");
    }

    private int expected() {
        int count = expected;
        if (count < 0) {
            Set<PrivateKey> own = new HashSet<>();
            publicKeys.forEach(publicKey -> ring.find(publicKey).ifPresent(own::add));
            count = own.size();
            expected = count;
        }
        return count;
    }

    private static Opened shut(Assignment assignment, Failure.Reason reason, String detail) {
        return new Opened.Shut(new Failure(assignment.name(), assignment.line(), reason, detail));
    }
}
