package io.envdrift.cli.envsync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.base.SecretArgument;
import io.envdrift.cli.base.VaultReference;
import java.util.Optional;

/**
 * Where the passphrase comes from: {@code ENVSYNC_PASS}, a file, a secret of a vault, or a prompt; never from the command line,
 * which others can see.
 */
record PassphraseSource(Host host, Reporter reporter) {
    static final String VARIABLE = "ENVSYNC_PASS";
    static final String FILE_VARIABLE = "ENVSYNC_PASS_FILE";
    static final String SECRET_VARIABLE = "ENVSYNC_PASS_SECRET";

    /**
     * Returns the passphrase where nobody needs to be asked.
     *
     * @throws EnvdriftException {@code VAULT_SETTINGS} when what a variable names is empty: a comparison that went on without the
     *     passphrase would pass over changed values; others when it cannot be read
     */
    Optional<Secret> find() {
        return of(VARIABLE)
                .map(Secret::of)
                .or(() -> of(FILE_VARIABLE)
                        .map(file -> filled(FILE_VARIABLE, new SecretArgument(host, reporter).read("@" + file))))
                .or(() -> of(SECRET_VARIABLE)
                        .map(reference -> filled(
                                SECRET_VARIABLE, VaultReference.read(host, reporter, SECRET_VARIABLE, reference))));
    }

    private static Secret filled(String variable, Secret secret) {
        if (secret.reveal().isEmpty()) {
            throw new EnvdriftException(
                    ErrorCode.VAULT_SETTINGS,
                    "Missing " + VARIABLE + ": what " + variable + " names is empty",
                    "put the passphrase there, or unset " + variable);
        }
        return secret;
    }

    /**
     * Returns the passphrase, from a prompt when nothing else gives it.
     *
     * @throws EnvdriftException {@code VAULT_SETTINGS} when there is none and nobody to ask
     */
    Secret require() {
        return find().or(() -> ask("Passphrase of EnvSync: "))
                .orElseThrow(() -> new EnvdriftException(
                        ErrorCode.VAULT_SETTINGS,
                        "Missing " + VARIABLE,
                        "set " + VARIABLE + ", " + FILE_VARIABLE + " to a file that holds it, or " + SECRET_VARIABLE
                                + " to a secret of a vault, as in azure:NAME"));
    }

    /** Asks on the terminal, where there is one. */
    Optional<Secret> ask(String question) {
        return host.terminal()
                .flatMap(terminal -> terminal.askSecret(question))
                .filter(secret -> !secret.reveal().isEmpty());
    }

    private Optional<String> of(String name) {
        return Optional.ofNullable(host.environment().get(name)).filter(text -> !text.isEmpty());
    }
}
