package io.envdrift.trust;

import io.envdrift.base.ErrorCode;
import io.envdrift.base.ShellLine;
import io.envdrift.crypto.Sha256;
import io.envdrift.files.FileErrors;
import io.envdrift.files.FileSnapshot;
import io.envdrift.vault.HostTrust;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultHost;
import io.envdrift.vault.VaultProvider;
import io.envdrift.vault.VaultSettings.Origin;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Lets a credential go only where this user wants it: a host named by a repository's configuration is trusted if it is
 * the cloud's own, loopback, named by the user's environment or options too, listed in {@value #VARIABLE}, or trusted
 * before. Otherwise the user is asked once, and where nobody can be asked, the host is refused before anything is sent.
 * The same holds for a file of certificate authorities, which is known by its digest.
 */
public final class TrustedHosts implements HostTrust {
    /** Environment variable with a comma-separated list of hosts, with their ports where it is not that of https. */
    public static final String VARIABLE = "ENVDRIFT_TRUSTED_HOSTS";

    /** Those that are nobody's in particular; a provider's own come from the provider. */
    private static final List<String> CA_VARIABLES = List.of("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE");

    /** Matches an address with a user, which may have a password, or with a query: it is not shown. */
    private static final Pattern MAY_HOLD_SECRET = Pattern.compile("[@?#]");

    private final Map<String, String> environment;
    private final Collection<VaultProvider> providers;
    private final Collection<String> addresses;
    private final TrustStore store;
    private final TrustQuestion question;
    private final Set<String> declined = new HashSet<>();

    /**
     * Creates the guard of a run.
     *
     * @param environment the process environment
     * @param providers name the variables with which this user names hosts and certificate authorities
     * @param addresses those given on the command line
     * @param store what the user trusted before; further trust is remembered there
     * @param question asks the user, {@link TrustQuestion#NOBODY} without a terminal
     */
    public TrustedHosts(
            Map<String, String> environment,
            Collection<VaultProvider> providers,
            Collection<String> addresses,
            TrustStore store,
            TrustQuestion question) {
        this.environment = Map.copyOf(environment);
        this.providers = List.copyOf(providers);
        this.addresses = List.copyOf(addresses);
        this.store = store;
        this.question = question;
    }

    @Override
    public void require(URI endpoint, Origin origin, boolean ownDomain) {
        VaultHost host = VaultHost.of(endpoint);
        if ("http".equalsIgnoreCase(endpoint.getScheme()) && !host.isLoopback()) {
            throw VaultException.settings(
                    host.toString(),
                    "Plain http to " + host + " is refused: it would show the credential to the network",
                    "use https; plain http is allowed to this machine only");
        }
        if (origin != Origin.REPOSITORY || ownDomain || host.isLoopback() || isNamedByUser(host)) {
            return;
        }
        requireTrust(
                host.toString(),
                "host " + host,
                "Host " + host + " is named by this repository's configuration and not trusted yet:"
                        + " no credential was sent",
                "if you know it, allow it with: " + ShellLine.of("envdrift", "trust", host.toString())
                        + " (or list it in " + VARIABLE + ")");
    }

    /**
     * Lets a file of certificate authorities pass that a repository's configuration names.
     *
     * @throws VaultException {@code UNTRUSTED_HOST} when the user has not allowed it
     * @throws io.envdrift.base.EnvdriftException {@code FILE_NOT_FOUND} or {@code FILE_ACCESS} when it cannot be read
     */
    public void requireCaFile(Path file) {
        String digest = digest(file, FileSnapshot.of(file));
        if (Stream.concat(CA_VARIABLES.stream(), providers.stream().flatMap(known -> known.caVariables().stream()))
                .map(environment::get)
                .anyMatch(named -> isSame(file, named))) {
            return;
        }
        requireTrust(
                digest,
                "certificate authorities in " + file,
                "The certificate authorities in " + file
                        + " are named by this repository's configuration and not trusted yet",
                "if you know them, allow them with: "
                        + ShellLine.of("envdrift", "trust", "--ca-file").file(file));
    }

    /**
     * Remembers a host, as {@code envdrift trust HOST} does.
     *
     * @param written {@code host}, {@code host:port} or a URL
     * @return the host as it is remembered
     * @throws VaultException {@code VAULT_SETTINGS} when it is no host
     */
    public VaultHost trust(String written) {
        VaultHost host = VaultHost.parse(written)
                .orElseThrow(() -> VaultException.settings(
                        "vault",
                        (MAY_HOLD_SECRET.matcher(written).find() ? "The address" : "'" + written + "'") + " is no host",
                        "write it as host or host:port, without user, password or query"));
        store.add(host.toString());
        return host;
    }

    /**
     * Remembers a file of certificate authorities by its digest, as {@code envdrift trust --ca-file} does.
     *
     * @return the digest, as it is remembered
     * @throws io.envdrift.base.EnvdriftException {@code FILE_NOT_FOUND} or {@code FILE_ACCESS} when it cannot be read
     */
    public String trustCaFile(Path file) {
        String digest = digest(file, FileSnapshot.named(file));
        store.add(digest);
        return digest;
    }

    private synchronized void requireTrust(String entry, String what, String refusal, String hint) {
        Stream<String> listed =
                Arrays.stream(environment.getOrDefault(VARIABLE, "").split(","));
        if (Stream.concat(listed, store.entries().stream()).anyMatch(known -> entry.equals(canonical(known)))) {
            return;
        }
        boolean allowed = !declined.contains(entry)
                && question.ask("The configuration of this repository names the " + what + ". Do you trust it?")
                        .orElse(false);
        if (!allowed) {
            declined.add(entry);
            throw new VaultException(ErrorCode.UNTRUSTED_HOST, entry, refusal, hint, null);
        }
        store.add(entry);
    }

    private boolean isNamedByUser(VaultHost host) {
        return Stream.concat(
                        providers.stream()
                                .flatMap(known -> known.endpointVariables().stream())
                                .map(environment::get)
                                .filter(Objects::nonNull),
                        addresses.stream())
                .flatMap(named -> VaultHost.parse(named).stream())
                .anyMatch(host::equals);
    }

    /** Returns an entry in the form in which entries are compared; digests stand for themselves. */
    private static String canonical(String entry) {
        return VaultHost.parse(entry).map(VaultHost::toString).orElse(entry.strip());
    }

    private static boolean isSame(Path file, String named) {
        try {
            return named != null && !named.isBlank() && Files.isSameFile(file, Path.of(named));
        } catch (IOException | InvalidPathException e) {
            return false;
        }
    }

    private static String digest(Path file, FileSnapshot read) {
        byte[] content = read.content()
                .orElseThrow(() -> FileErrors.failed("read", file, new NoSuchFileException(file.toString())));
        return "sha256:" + Sha256.hex(content);
    }
}
