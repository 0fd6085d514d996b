package io.envdrift.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.http.HttpFailure;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VaultAttemptTest {
    private static final VaultAttempt READING = VaultAttempt.reading("test vault", "x");
    private static final VaultAttempt WRITING = VaultAttempt.writing("test vault", "x");

    @ParameterizedTest
    @CsvSource({
        "302, VAULT_UNREACHABLE, redirect",
        "307, VAULT_UNREACHABLE, redirect",
        "400, VAULT_FAILED, 400",
        "401, NOT_AUTHENTICATED, credentials",
        "403, ACCESS_DENIED, permission denied",
        "408, VAULT_UNREACHABLE, 408",
        "429, THROTTLED, slow down",
        "500, VAULT_FAILED, 500",
        "502, VAULT_UNREACHABLE, 502",
        "503, VAULT_UNREACHABLE, 503",
        "504, VAULT_UNREACHABLE, 504",
    })
    void aStatusHasItsCodeItsReasonAndARemedy(int status, ErrorCode code, String reason) {
        VaultException failure = READING.refused(status);

        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.vault()).isEqualTo("test vault");
        assertThat(failure)
                .hasMessageStartingWith("Reading secret 'x' from test vault failed: ")
                .hasMessageContaining(reason);
        assertThat(failure.hint().orElseThrow()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({"502, true", "504, true", "500, false", "503, false", "429, false", "403, false"})
    void aWriteThatAGatewayMayHavePassedOnIsSaidToHavePerhapsHappened(int status, boolean perhaps) {
        assertThat(WRITING.refused(status).getMessage().contains("may have been written"))
                .isEqualTo(perhaps);
        assertThat(READING.refused(status)).hasMessageNotContaining("written");
    }

    @Test
    void theNetworksFailureKeepsItsCodeReasonAndHint() {
        HttpFailure refused = HttpFailure.within(
                        new IllegalStateException(new ConnectException("Connection refused")), "x")
                .orElseThrow();
        VaultException failure = WRITING.failed(refused);

        assertThat(failure.code()).isEqualTo(ErrorCode.VAULT_UNREACHABLE);
        assertThat(failure).hasMessage("Writing secret 'x' to test vault failed: connection refused");
        assertThat(failure.hint()).isEqualTo(refused.hint());
    }

    @Test
    void aLostAnswerToAWriteIsToldFromARequestThatNeverLeft() {
        HttpFailure broken =
                HttpFailure.within(new SocketException("Connection reset"), "x").orElseThrow();
        HttpFailure unknown =
                HttpFailure.within(new UnknownHostException("x"), "x").orElseThrow();
        HttpFailure stranger =
                HttpFailure.within(new SSLHandshakeException("x"), "x").orElseThrow();

        assertThat(WRITING.failed(broken)).hasMessageContaining("may have been written");
        assertThat(READING.failed(broken)).hasMessageNotContaining("written");
        assertThat(WRITING.failed(unknown)).hasMessageNotContaining("may have been written");
        assertThat(WRITING.failed(stranger)).hasMessageNotContaining("may have been written");
    }

    @Test
    void whatIsNoFailureOfTheNetworkIsNotTakenForOne() {
        assertThat(HttpFailure.within(new IllegalStateException("a defect"), "x"))
                .isEmpty();
    }

    @Test
    void aFailureInsideIsNamedAfterTheAttemptUnlessItIsComplete() {
        EnvdriftException inside = new EnvdriftException(ErrorCode.NOT_AUTHENTICATED, "no token", "log in");
        VaultException named = catchThrowableOfType(
                VaultException.class,
                () -> READING.run(() -> {
                    throw inside;
                }));
        SecretNotFoundException complete = new SecretNotFoundException("test vault", "x", "gone", null);
        VaultException kept = catchThrowableOfType(
                VaultException.class,
                () -> READING.run(() -> {
                    throw complete;
                }));

        assertThat(named).hasMessage("Reading secret 'x' from test vault failed: no token");
        assertThat(named.code()).isEqualTo(ErrorCode.NOT_AUTHENTICATED);
        assertThat(named.hint()).contains("log in");
        assertThat(kept).isSameAs(complete);
        assertThat(READING.run(() -> "done")).isEqualTo("done");
    }
}
