package io.envdrift.server.pipeline;

import io.envdrift.base.Secret;
import io.envdrift.http.Loopback;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who may make projects and organizations: callers with the operator's token. Without a token, and only where the
 * server listens on loopback alone, any caller on this machine, except web pages and callers behind a proxy that was
 * not named.
 *
 * @param token the operator's token
 * @param loopbackOnly whether nobody but this machine can reach the server
 */
public record OperatorGuard(Optional<Secret> token, boolean loopbackOnly) {
    /** How the names of header fields begin that browsers and proxies add to a call, and programs on this machine do not. */
    private static final List<String> OF_STRANGERS = List.of(
            "origin",
            "referer",
            // Not all of Sec-Fetch-: programs of Node.js send Sec-Fetch-Mode, too.
            "sec-fetch-site",
            "forwarded",
            "via",
            "x-forwarded",
            "x-original-",
            "x-real-ip",
            "x-client-ip",
            "x-cluster-client-ip",
            "x-envoy-",
            "cf-connecting-ip",
            "true-client-ip");

    private static final Pattern PORT = Pattern.compile(":\\d{1,5}$");

    /** Tells whether a call carries the token, or comes from where none is needed. */
    public boolean admits(Call call) {
        return token.isPresent() ? call.bearer().map(Secret::of).equals(token) : loopbackOnly && isFromHere(call);
    }

    private static boolean isFromHere(Call call) {
        return call.headers().names().stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .noneMatch(name -> OF_STRANGERS.stream().anyMatch(name::startsWith))
                // A name that leads to this machine is how a web page gets here as one of the same origin.
                && call.headers().all("Host").stream()
                        .allMatch(host -> Loopback.is(PORT.matcher(host).replaceFirst("")));
    }
}
