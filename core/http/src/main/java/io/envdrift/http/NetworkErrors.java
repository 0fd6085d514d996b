package io.envdrift.http;

import io.envdrift.http.HttpFailure.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.TruncatedChunkException;

/** Tells from the JDK's exceptions what happened on the network, also where an SDK has wrapped them. */
final class NetworkErrors {
    private static final int DEEPEST = 16;

    private NetworkErrors() {}

    /** Returns an exception and its causes, outermost first. */
    static List<Throwable> chain(Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable link = failure; link != null && chain.size() < DEEPEST; link = link.getCause()) {
            chain.add(link);
        }
        return chain;
    }

    /** Returns the failure of our own transport among an exception and its causes. */
    static Optional<HttpFailure> ownFailure(Throwable failure) {
        return chain(failure).stream()
                .filter(HttpFailure.class::isInstance)
                .map(HttpFailure.class::cast)
                .findFirst();
    }

    /** Returns what our own failure says or, where there is none, the innermost exception that says something. */
    static Optional<Kind> kindOf(Throwable failure) {
        return ownFailure(failure)
                .map(HttpFailure::kind)
                .or(() -> chain(failure).reversed().stream()
                        .flatMap(link -> kindOfLink(link).stream())
                        .findFirst());
    }

    /** Says in a few words what happened. */
    static String reason(Kind kind, Throwable failure) {
        return switch (kind) {
            case REFUSED -> refusal(failure);
            case UNKNOWN_HOST -> "the name has no address";
            case TLS -> tlsReason(failure);
            case BROKEN ->
                chain(failure).stream().anyMatch(NetworkErrors::isCutOff)
                        ? "it closed the connection too early"
                        : "the connection broke";
            case MALFORMED -> "it does not speak HTTP";
            case TIMED_OUT -> "timed out";
            case TOO_LARGE -> "the answer is too large";
            case PROXY -> "the proxy refused";
            case INTERRUPTED -> "interrupted";
        };
    }

    private static Optional<Kind> kindOfLink(Throwable link) {
        Kind kind = null;
        if (link instanceof UnknownHostException) {
            kind = Kind.UNKNOWN_HOST;
        } else if (link instanceof ConnectException || link instanceof NoRouteToHostException) {
            kind = Kind.REFUSED;
        } else if (link instanceof SocketTimeoutException) {
            kind = Kind.TIMED_OUT;
        } else if (link instanceof SSLException) {
            kind = Kind.TLS;
        } else if (isCutOff(link)) {
            kind = Kind.BROKEN;
        } else if (link instanceof ProtocolException
                || link instanceof HttpException
                || link instanceof MalformedChunkCodingException
                || link instanceof MessageConstraintException) {
            kind = Kind.MALFORMED;
        } else if (link instanceof SocketException || link instanceof ClosedChannelException || isBrokenPipe(link)) {
            kind = Kind.BROKEN;
        }
        return Optional.ofNullable(kind);
    }

    private static boolean isCutOff(Throwable link) {
        return link instanceof EOFException
                || link instanceof ConnectionClosedException
                || link instanceof NoHttpResponseException
                || link instanceof TruncatedChunkException;
    }

    /** Channels say with bare {@link IOException}s what sockets say with {@link SocketException}s. */
    private static boolean isBrokenPipe(Throwable link) {
        return link.getClass() == IOException.class
                && Stream.of("Broken pipe", "Connection reset", "Connection reset by peer", "Connection aborted")
                        .anyMatch(text -> text.equals(link.getMessage()));
    }

    private static String refusal(Throwable failure) {
        // The library repeats the address, which the caller says already.
        String text = Objects.requireNonNullElse(chain(failure).getLast().getMessage(), "")
                .replaceFirst("^Connect to \\S+ .*?failed: ", "");
        return text.isBlank() ? "connection refused" : text.toLowerCase(Locale.ROOT);
    }

    private static String tlsReason(Throwable failure) {
        if (has(failure, CertificateExpiredException.class)) {
            return "its certificate has expired";
        }
        if (has(failure, CertPathBuilderException.class)) {
            return "its certificate comes from an authority that is not trusted";
        }
        if (has(failure, CertificateException.class)) {
            String text = chain(failure).toString();
            return text.contains("subject alternative") || text.contains("No name matching")
                    ? "its certificate is for another host"
                    : "its certificate is not valid";
        }
        return "no TLS connection could be made";
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> type) {
        return chain(failure).stream().anyMatch(type::isInstance);
    }
}
