package io.envdrift.vault;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.http.HttpFailure;
import io.envdrift.http.HttpLimits;
import io.envdrift.http.HttpTransport;
import io.envdrift.http.ProxyRules;
import io.envdrift.http.Tls;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** A service that a cloud has on an address of its machines and containers, where it gives credentials to what runs there. */
public final class MachineService {
    private static final int LARGEST_ANSWER = 64 << 10;
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(15);

    private MachineService() {}

    /**
     * Asks a service that may not be there, without any proxy.
     *
     * @param patience how long each question may take
     * @param questions asks over the transport
     * @return nothing where nobody answers
     * @throws EnvdriftException {@code INTERRUPTED} when the thread is interrupted
     */
    public static <T> Optional<T> ask(Duration patience, Function<HttpTransport, Optional<T>> questions) {
        HttpLimits limits = new HttpLimits(patience, patience, LARGEST_ANSWER);
        try (HttpTransport transport = new HttpTransport(limits, Tls.trusting(List.of()), ProxyRules.none())) {
            return questions.apply(transport);
        } catch (HttpFailure e) {
            if (e.code() == ErrorCode.INTERRUPTED) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /**
     * Returns a transport to a service that the environment announces, without any proxy; who asks for it closes it.
     *
     * @param patience how long connecting may take
     */
    public static HttpTransport transport(VaultContext context, Duration patience) {
        HttpLimits limits = new HttpLimits(patience, LONGEST_ANSWER, LARGEST_ANSWER);
        return new HttpTransport(limits, Tls.from(context.environment(), context.caFile()), ProxyRules.none());
    }

    /**
     * Checks an address that the environment names. Plain http is for this machine and the addresses that clouds keep for this
     * purpose only.
     *
     * @param reserved tells whether an address is one of the latter
     * @param refused makes the error, from what is wrong with the address, as in {@code cannot be used}
     * @throws EnvdriftException that error
     */
    public static URI address(String written, Predicate<String> reserved, Function<String, EnvdriftException> refused) {
        URI uri;
        VaultHost host;
        try {
            uri = new URI(written);
            host = VaultHost.of(uri);
        } catch (URISyntaxException | VaultException e) {
            throw refused.apply("cannot be used");
        }
        if ("https".equalsIgnoreCase(uri.getScheme()) || host.isLoopback() || reserved.test(host.name())) {
            return uri;
        }
        throw refused.apply("is neither https nor of this machine");
    }
}
