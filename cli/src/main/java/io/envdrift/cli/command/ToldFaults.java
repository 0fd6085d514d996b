package io.envdrift.cli.command;

import io.envdrift.base.EnvdriftException;
import io.envdrift.vault.VaultException;
import java.util.HashSet;
import java.util.Set;

/** The vault faults that a report has told: a fault that concerns many mappings is told at the first of them. */
final class ToldFaults {
    /** Replaces the fault in the other rows. */
    static final String AGAIN = "the same as above";

    private final Set<String> told = new HashSet<>();

    /** Tells whether a vault's fault was told before, and remembers it. */
    boolean isTold(EnvdriftException failure) {
        return failure instanceof VaultException && !told.add(failure.getMessage() + failure.hint());
    }
}
