package io.envdrift.vault;

import io.envdrift.base.Deadline;
import io.envdrift.base.Secret;
import io.envdrift.files.AtomicFile;
import io.envdrift.http.HttpLimits;
import io.envdrift.http.HttpTransport;
import io.envdrift.http.JsonClient;
import io.envdrift.http.ProxyRules;
import io.envdrift.http.RetryPolicy;
import io.envdrift.http.Tls;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a provider may use of its surroundings: environment, home, network and files.
 *
 * @param environment the process environment, as the caller sees it
 * @param home the user's home directory
 * @param deadline by when the whole command must be done
 * @param hosts decides whether a host may get a credential
 * @param caFile extra certificate authorities in PEM form, already trusted by this user
 * @param passphrase asks the user for a passphrase on a terminal; empty where there is none
 * @param files the one writer of files
 * @param readers how many reads may run at once, at least 1
 * @param warnings receives warnings as plain text, which may hold a server's words; called by any thread
 */
public record VaultContext(
        Map<String, String> environment,
        Path home,
        Deadline deadline,
        HostTrust hosts,
        Optional<Path> caFile,
        Supplier<Optional<Secret>> passphrase,
        AtomicFile files,
        int readers,
        Consumer<String> warnings) {
    /** Copies the environment. */
    public VaultContext {
        environment = Map.copyOf(environment);
        readers = Math.max(1, readers);
    }

    /**
     * Creates a context that drops warnings.
     *
     * @param environment the process environment, as the caller sees it
     * @param home the user's home directory
     * @param deadline by when the whole command must be done
     * @param hosts decides whether a host may get a credential
     * @param caFile extra certificate authorities in PEM form, already trusted by this user
     * @param passphrase asks the user for a passphrase on a terminal; empty where there is none
     * @param files the one writer of files
     * @param readers how many reads may run at once, at least 1
     */
    public VaultContext(
            Map<String, String> environment,
            Path home,
            Deadline deadline,
            HostTrust hosts,
            Optional<Path> caFile,
            Supplier<Optional<Secret>> passphrase,
            AtomicFile files,
            int readers) {
        this(environment, home, deadline, hosts, caFile, passphrase, files, readers, unheard -> {});
    }

    /** Returns an environment variable that is set and not blank, stripped. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** Tells whether an environment variable says {@code true}. */
    public boolean isTrue(String name) {
        return variable(name).map(Boolean::parseBoolean).orElse(false);
    }

    /**
     * Returns a transport with the proxies and certificate authorities of this context; who asks for it closes it.
     *
     * @param authorities further variables that may name a file of certificate authorities
     */
    public HttpTransport transport(String... authorities) {
        return new HttpTransport(
                HttpLimits.standard(), Tls.from(environment, caFile, authorities), ProxyRules.from(environment));
    }

    /**
     * Returns a client for a server that speaks JSON, with this context's {@link #transport} and deadline; who asks for it
     * closes it.
     *
     * @param userAgent what the client calls itself
     */
    public JsonClient client(URI address, String userAgent) {
        return new JsonClient(
                address, userAgent, transport(), RetryPolicy.standard(), this::deadline, InstantSource.system());
    }

    /**
     * Tells whether the process has the same values as this context for all variables with these prefixes. Only then
     * may a library that reads the environment of the process, or runs programs with it, be used.
     */
    public boolean sharesWithProcess(String... prefixes) {
        return ofPrefixes(environment, prefixes).equals(ofPrefixes(System.getenv(), prefixes));
    }

    private static Map<String, String> ofPrefixes(Map<String, String> environment, String... prefixes) {
        return environment.entrySet().stream()
                .filter(variable -> Stream.of(prefixes).anyMatch(variable.getKey()::startsWith))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Shows no environment value: it may hold credentials. */
    @Override
    public String toString() {
        return "VaultContext[environment of " + environment.size() + " variables, home=" + home + "]";
    }
}
