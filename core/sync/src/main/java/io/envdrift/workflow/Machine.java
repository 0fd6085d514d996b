package io.envdrift.workflow;

import io.envdrift.base.Secret;
import io.envdrift.trust.TrustQuestion;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The machine and its user, as far as reaching vaults is concerned.
 *
 * @param environment the environment variables
 * @param home the user's home directory
 * @param ports writes files, tells the time
 * @param question asks whether a host is to be trusted; {@link TrustQuestion#NOBODY} where nobody can be asked
 * @param passphrase asks for the passphrase of a local vault; empty where nobody can be asked
 * @param warnings receives warnings of vaults; called by any thread
 */
public record Machine(
        Map<String, String> environment,
        Path home,
        Ports ports,
        TrustQuestion question,
        Supplier<Optional<Secret>> passphrase,
        Consumer<String> warnings) {
    /** Copies the environment. */
    public Machine {
        environment = Map.copyOf(environment);
    }

    /** Shows no environment value: it may hold credentials. */
    @Override
    public String toString() {
        return "Machine[home=" + home + "]";
    }
}
