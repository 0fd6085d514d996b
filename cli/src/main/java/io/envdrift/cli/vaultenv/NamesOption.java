package io.envdrift.cli.vaultenv;

import picocli.CommandLine.Option;

/** What the server may know about a change. */
final class NamesOption {
    @Option(names = "--redact-key-names", description = "Do not tell the server which names changed.")
    private boolean hidden;

    /** Tells whether the server shall not know the names. */
    boolean hidden() {
        return hidden;
    }
}
