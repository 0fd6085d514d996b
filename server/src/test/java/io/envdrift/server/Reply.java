package io.envdrift.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.json.JsonObject;
import io.envdrift.vaultenv.protocol.Messages;
import java.net.http.HttpHeaders;

/** What a server answered. */
record Reply(int status, String body, HttpHeaders headers) {
    JsonObject json() {
        assertThat(status).as(body).isEqualTo(200);
        return Messages.parse(body);
    }

    long version() {
        return json().requireWhole("version");
    }

    void isError(int expected, String text) {
        assertThat(body).isEqualTo("{\"error\":\"" + text + "\"}");
        assertThat(status).isEqualTo(expected);
    }
}
