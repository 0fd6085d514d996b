package io.envdrift.cli.levels;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.base.SecretArgument;
import io.envdrift.cli.base.VaultReference;
import io.envdrift.cli.render.Escaping;
import io.envdrift.levels.ClientKey;
import java.util.Optional;

/**
 * Where a client-managed key comes from: a file, standard input, variables, a secret of a vault, or a prompt; never from the command
 * line, which others can see.
 */
record ClientKeySource(Host host, Reporter reporter) {
    static final String SECRET_VARIABLE = "DOTENV_CLIENT_KEY_SECRET";

    /** Returns the key that an option or a variable gives, or one that is asked for when a project needs it. */
    ClientKey key(Optional<String> option) {
        if (option.isPresent()) {
            return ClientKey.of(read(option.get()));
        }
        // Variables are set for all commands, including those without a key, so they are read on first use only.
        return variable(ClientKey.FILE_VARIABLE)
                .map(file -> ClientKey.readBy(() -> read(file)))
                .or(() -> variable(ClientKey.VARIABLE).map(text -> ClientKey.of(Secret.of(text))))
                .or(() -> variable(SECRET_VARIABLE)
                        .map(reference -> ClientKey.readBy(
                                () -> VaultReference.read(host, reporter, SECRET_VARIABLE, reference))))
                .orElseGet(() -> ClientKey.asking(this::ask));
    }

    /**
     * Reads a key.
     *
     * @param source {@code -} for standard input, else a file
     * @throws EnvdriftException {@code FILE_NOT_FOUND} when there is no such file; its name is not shown, because it may be a key
     *     that somebody typed there
     */
    Secret read(String source) {
        String argument = source.equals("-") || source.startsWith("@") ? source : "@" + source;
        try {
            Secret key = new SecretArgument(host, reporter).read(argument);
            String text = key.reveal().strip();
            if (text.isEmpty()) {
                throw new EnvdriftException(ErrorCode.VAULT_SETTINGS, "the key's source is empty", "name another file");
            }
            return Secret.of(text);
        } catch (EnvdriftException e) {
            if (e.code() == ErrorCode.FILE_NOT_FOUND) {
                throw new EnvdriftException(
                        ErrorCode.FILE_NOT_FOUND,
                        "the file that is to hold the key is not there",
                        "a key itself is no argument, because others see the command line: put it into a file, or pass"
                                + " '-' and use standard input");
            }
            throw e;
        }
    }

    private Optional<Secret> ask(String question) {
        return host.terminal().flatMap(terminal -> terminal.askSecret(Escaping.text(question)));
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(host.environment().get(name)).filter(text -> !text.isEmpty());
    }
}
