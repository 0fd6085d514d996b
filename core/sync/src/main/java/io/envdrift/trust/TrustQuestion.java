package io.envdrift.trust;

import java.util.Optional;

/** Asks the user whether something that a repository names is to be trusted. */
@FunctionalInterface
public interface TrustQuestion {
    /** Answers for a run without a terminal: there is no answer. */
    TrustQuestion NOBODY = question -> Optional.empty();

    /**
     * Asks.
     *
     * @param question one sentence; names in it come from outside and are to be escaped
     * @return the answer, or nothing when nobody is there to answer
     */
    Optional<Boolean> ask(String question);
}
