package io.envdrift.vault;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Searches the causes of exceptions that vault libraries throw. */
public final class FailureCauses {
    private static final int LONGEST_CHAIN = 16;

    private FailureCauses() {}

    /** Returns the first failure of a kind among a failure and its causes. */
    public static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> kind) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(LONGEST_CHAIN)
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst();
    }
}
