package io.envdrift.server.pipeline;

import io.envdrift.base.Secret;
import io.envdrift.http.Loopback;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who may make projects and organizations: whoever shows the operator's token. Without a token, where the server listens on
 * loopback alone, anybody on this machine, but no web page that somebody looks at and nobody behind a proxy that was not named.
 *
 * @param token the operator's token
 * @param loopbackOnly whether nobody but this machine can reach the server
 */
public record OperatorGuard(Optional<Secret> token, boolean loopbackOnly) {
    /** What browsers and proxies add to a call, and programs on this machine do not. */
    private static final List<String> OF_STRANGERS = List.of(
            "Origin",
            "Forwarded",
            "Via",
            "X-Real-IP",
            "X-Forwarded-For",
            "X-Forwarded-Host",
            "X-Forwarded-Proto",
            "X-Forwarded-Port",
            "X-Forwarded-Server",
            "X-Forwarded-Prefix",
            "X-Forwarded-Scheme",
            "X-Forwarded-Ssl",
            "X-Forwarded-By",
            "X-Forwarded-Path",
            "X-Forwarded-Uri",
            "X-Forwarded-Method",
            "X-Forwarded-User",
            "X-Forwarded-Client-Cert");

    private static final Pattern PORT = Pattern.compile(":\\d{1,5}$");

    /** Tells whether a call carries the token, or comes from where none is needed. */
    public boolean admits(Call call) {
        return token.isPresent() ? call.bearer().map(Secret::of).equals(token) : loopbackOnly && isFromHere(call);
    }

    private static boolean isFromHere(Call call) {
        return OF_STRANGERS.stream().allMatch(name -> call.headers().all(name).isEmpty())
                // A name that leads to this machine is how a web page gets here as one of the same origin.
                && call.headers().all("Host").stream()
                        .allMatch(host -> Loopback.is(PORT.matcher(host).replaceFirst("")));
    }
}
