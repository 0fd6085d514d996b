package io.envdrift.cli.command;

import io.envdrift.base.EnvdriftException;
import io.envdrift.vault.VaultException;
import java.util.HashSet;
import java.util.Set;

/** The faults of vaults that a report told already: what one vault refuses to many mappings is told at the first of them. */
final class ToldFaults {
    /** What the other rows say instead. */
    static final String AGAIN = "the same as above";

    private final Set<String> told = new HashSet<>();

    /** Tells whether a vault's fault was told before, and remembers it. */
    boolean isTold(EnvdriftException failure) {
        return failure instanceof VaultException && !told.add(failure.getMessage() + failure.hint());
    }
}
