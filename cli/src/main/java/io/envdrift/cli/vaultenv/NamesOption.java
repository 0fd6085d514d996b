package io.envdrift.cli.vaultenv;

import io.envdrift.cli.base.CommandOptions;

/** What the server may know about a change. */
final class NamesOption {
    private boolean hidden;

    /** Adds these options to those of a command. */
    void declare(CommandOptions options) {
        options.flag("--redact-key-names", "Do not tell the server which names changed.", on -> hidden = on);
    }

    /** Tells whether the server shall not know the names. */
    boolean hidden() {
        return hidden;
    }
}
