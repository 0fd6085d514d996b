package io.envdrift.vaultenv.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.envdrift.json.JsonException;
import io.envdrift.json.JsonObject;
import java.util.List;
import java.util.function.Function;

/** Any bytes at all, as a stranger's request and as its signature. */
class ProtocolFuzzIT {
    private static final List<Function<JsonObject, ? extends Message>> READERS =
            List.of(PushSecrets::read, RollBack::read, SetKey::read, CreateProject::read);

    @FuzzTest
    void request(byte[] body) {
        JsonObject message;
        try {
            message = Messages.parseRequest(body);
        } catch (JsonException e) {
            assertThat(e.getMessage()).doesNotContain("\n");
            return;
        }
        assertThat(message.names()).hasSizeLessThanOrEqualTo(64);
        for (Function<JsonObject, ? extends Message> reader : READERS) {
            try {
                assertThat(Messages.parseRequest(reader.apply(message).toJson().getBytes(UTF_8)))
                        .isNotNull();
            } catch (JsonException e) {
                assertThat(e.getMessage()).doesNotContain("\n");
            }
        }
    }

    @FuzzTest
    void signature(byte[] header) {
        byte[] key = new byte[32];
        SignatureVerdict verdict = SignatureCheck.check(
                key, new String(header, UTF_8), "POST", "/", new byte[] {'{', '}'}, 1_700_000_000_000L);
        assertThat(verdict).isInstanceOf(SignatureVerdict.Invalid.class);
    }
}
