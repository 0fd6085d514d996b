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
final class PassphraseSource {
    static final String VARIABLE = "ENVSYNC_PASS";
    static final String FILE_VARIABLE = "ENVSYNC_PASS_FILE";
    static final String SECRET_VARIABLE = "ENVSYNC_PASS_SECRET";

    private final Host host;
    private final Reporter reporter;

    PassphraseSource(Host host, Reporter reporter) {
        this.host = host;
        this.reporter = reporter;
    }

    /** Returns the passphrase where nobody needs to be asked. */
    Optional<Secret> find() {
        return of(VARIABLE)
                .map(Secret::of)
                .or(() -> of(FILE_VARIABLE).map(file -> new SecretArgument(host, reporter).read("@" + file)))
                .or(() -> of(SECRET_VARIABLE)
                        .map(reference -> VaultReference.read(host, reporter, SECRET_VARIABLE, reference)))
                .filter(secret -> !secret.reveal().isEmpty());
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
