package io.envdrift.cli.levels;

import io.envdrift.cli.base.CommandOptions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which organization, with which key; the same options on every command of levels. */
final class LevelsOptions {
    private @Nullable String organization;
    private @Nullable String clientKey;
    private boolean acceptChanges;

    void declare(CommandOptions options) {
        options.value(
                "--organization",
                "ID",
                "Organization (default: DOTENV_ORGANIZATION, else the token's own).",
                text -> organization = text);
        options.value(
                "--client-key",
                "FILE",
                "File with the client-managed key; '-' for standard input (default: the variables, else a prompt).",
                text -> clientKey = text);
        options.flag(
                "--accept-changes",
                "Take what the server says now of keys and versions as right, whatever it said before.",
                on -> acceptChanges = on);
    }

    Optional<String> organization() {
        return Optional.ofNullable(organization);
    }

    Optional<String> clientKey() {
        return Optional.ofNullable(clientKey);
    }

    boolean acceptChanges() {
        return acceptChanges;
    }
}
