package io.envdrift.envsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.testserver.Answer;
import io.envdrift.testserver.LoopbackServer;
import io.envdrift.testserver.ReceivedRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sign-in against a provider on this machine; nobody waits, the pauses are counted. */
class SignInTest {
    private static final String TOKEN = "eyJhbGciOiJSUzI1NiJ9.e30.c4n4ry";
    private static final String STARTED = "\"device_code\":\"d-1\",\"user_code\":\"WDJB-MJHT\"";

    private LoopbackServer provider;
    private String issuer;
    private String started = "";
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<Duration> pauses = new ArrayList<>();
    private final List<SignIn.Prompt> prompts = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        provider = LoopbackServer.http(exchange -> exchange.answer(answer(exchange.request())));
        issuer = "http://127.0.0.1:" + provider.port();
        started = "{" + STARTED + ",\"verification_uri\":\"https://example.com/device\",\"expires_in\":600}";
    }

    @AfterEach
    void stop() throws IOException {
        provider.close();
    }

    private Answer answer(ReceivedRequest request) {
        return switch (request.path()) {
            case "/.well-known/openid-configuration" ->
                Answer.json(
                        200,
                        "{\"issuer\":\"" + issuer + "\",\"device_authorization_endpoint\":\"" + issuer
                                + "/device\",\"token_endpoint\":\"" + issuer + "/token?v=2\"}");
            case "/device" -> Answer.json(200, started);
            case "/token" -> answers.size() > 1 ? answers.remove() : answers.element();
            default -> Answer.of(404);
        };
    }

    private AccessToken signIn(Map<String, String> environment) {
        return new SignIn(environment, Duration.ofMinutes(1), pauses::add)
                .run(new IdentityProvider(issuer, "client 7"), prompts::add);
    }

    private static Answer error(String code) {
        return Answer.json(400, "{\"error\":\"" + code + "\"}");
    }

    private static Answer token() {
        return Answer.json(200, "{\"access_token\":\"a\",\"id_token\":\"" + TOKEN + "\"}");
    }

    @Test
    void whoTypesTheCodeGetsTheProvidersToken() {
        answers.addAll(List.of(error("authorization_pending"), error("slow_down"), token()));
        assertThat(signIn(Map.of(SignIn.CLIENT_SECRET_VARIABLE, "s&cret"))
                        .secret()
                        .reveal())
                .isEqualTo(TOKEN);
        assertThat(prompts).singleElement().hasToString("Prompt[page=https://example.com/device, code=WDJB-MJHT]");
        assertThat(pauses).containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(10));
        assertThat(provider.requests().stream().map(ReceivedRequest::text))
                .contains("client_id=client+7&scope=openid+email")
                .contains("client_id=client+7&client_secret=s%26cret&device_code=d-1"
                        + "&grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code");
    }

    @ParameterizedTest
    @CsvSource({
        "access_denied, The sign-in was refused, NOT_AUTHENTICATED",
        "expired_token, not confirmed in time, NOT_AUTHENTICATED",
        "invalid_client, The identity provider refused (400): invalid_client, NOT_AUTHENTICATED"
    })
    void aRefusalSaysWhy(String error, String message, ErrorCode code) {
        answers.add(error(error));
        fails(message, code);
        assertThat(pauses).isEmpty();
    }

    @Test
    void nobodyWaitsForever() {
        started = started.replace("600", "60").replace("\"expires_in\"", "\"interval\":0,\"expires_in\"");
        answers.add(error("authorization_pending"));
        fails("not confirmed in time", ErrorCode.NOT_AUTHENTICATED);
        assertThat(pauses).as("a second at least").hasSize(60).containsOnly(Duration.ofSeconds(1));
    }

    @Test
    void aTokenOfAnotherKindIsNone() {
        answers.add(Answer.json(200, "{\"access_token\":\"gho_x\"}"));
        fails("gave no id_token", ErrorCode.MALFORMED_ANSWER);
    }

    @ParameterizedTest
    @CsvSource({"javascript:alert(1)", "ftp://example.com/x", "'https:///x'", "'no url'"})
    void whatIsNoPageIsNotShown(String page) {
        started = started.replace("https://example.com/device", page);
        fails("not that of an identity provider", ErrorCode.MALFORMED_ANSWER);
        assertThat(prompts).isEmpty();
    }

    @Test
    void anotherIssuersDocumentIsNotTaken() {
        String real = issuer;
        issuer = "http://localhost:" + provider.port();
        assertThatThrownBy(() -> new SignIn(Map.of(), Duration.ofMinutes(1), pauses::add)
                        .run(new IdentityProvider(real, "c"), prompts::add))
                .hasMessageContaining("not that of an identity provider");
    }

    private void fails(String message, ErrorCode code) {
        assertThatThrownBy(() -> signIn(Map.of()))
                .isInstanceOfSatisfying(
                        EnvdriftException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(message);
    }
}
