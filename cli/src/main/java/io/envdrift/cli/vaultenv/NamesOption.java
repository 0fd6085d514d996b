package io.envdrift.cli.vaultenv;

import io.envdrift.cli.base.CommandOptions;

/** The option that hides the names of changed variables from the server. */
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
