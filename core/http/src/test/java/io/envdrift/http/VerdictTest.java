package io.envdrift.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.http.Verdict.Outcome;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class VerdictTest {
    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new ConnectException("Connection refused"), Outcome.NOT_DONE),
                Arguments.of(new NoRouteToHostException(), Outcome.NOT_DONE),
                Arguments.of(new UnknownHostException("x"), Outcome.SETTLED),
                Arguments.of(new SocketTimeoutException("Read timed out"), Outcome.PERHAPS_DONE),
                Arguments.of(new SocketException("Connection reset"), Outcome.PERHAPS_DONE),
                Arguments.of(new EOFException(), Outcome.PERHAPS_DONE),
                Arguments.of(new IOException("Broken pipe"), Outcome.PERHAPS_DONE),
                Arguments.of(new IOException("something else"), Outcome.SETTLED),
                Arguments.of(new FileNotFoundException("x"), Outcome.SETTLED),
                Arguments.of(new ProtocolException("x"), Outcome.SETTLED),
                Arguments.of(new SSLHandshakeException("certificate"), Outcome.SETTLED),
                Arguments.of(new SSLException("x", new SocketException("Connection reset")), Outcome.PERHAPS_DONE),
                Arguments.of(failure(HttpFailure.Kind.BROKEN, true), Outcome.PERHAPS_DONE),
                Arguments.of(failure(HttpFailure.Kind.BROKEN, false), Outcome.NOT_DONE),
                Arguments.of(failure(HttpFailure.Kind.TIMED_OUT, true), Outcome.PERHAPS_DONE),
                Arguments.of(failure(HttpFailure.Kind.TIMED_OUT, false), Outcome.NOT_DONE),
                Arguments.of(failure(HttpFailure.Kind.PROXY, false), Outcome.SETTLED),
                Arguments.of(failure(HttpFailure.Kind.MALFORMED, true), Outcome.SETTLED),
                Arguments.of(failure(HttpFailure.Kind.INTERRUPTED, true), Outcome.SETTLED));
    }

    private static HttpFailure failure(HttpFailure.Kind kind, boolean perhapsSent) {
        return new HttpFailure(kind, "https://x", "reason", perhapsSent, new SocketException("Connection reset"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aNetworkErrorIsFoundWhereverAnSdkPutIt(Throwable failure, Outcome expected) {
        assertThat(Verdict.of(failure).outcome()).isEqualTo(expected);
        assertThat(Verdict.of(new RuntimeException("sdk", new IllegalStateException("inner", failure)))
                        .outcome())
                .isEqualTo(expected);
    }
}
