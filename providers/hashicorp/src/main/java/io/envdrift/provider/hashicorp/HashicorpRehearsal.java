package io.envdrift.provider.hashicorp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.envdrift.base.Deadline;
import io.envdrift.http.HttpHeaders;
import io.envdrift.http.HttpResponse;
import io.envdrift.http.HttpTransport;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpMethod;
import org.springframework.vault.client.VaultEndpoint;
import org.springframework.vault.core.VaultTemplate;
import org.springframework.vault.support.VaultToken;

/** A read of a secret that does not exist, answered on the spot. */
final class HashicorpRehearsal {
    private static final URI ADDRESS = URI.create("https://localhost/v1/");
    private static final byte[] ANSWER =
            "{\"data\":{\"data\":{\"value\":\"a\"},\"metadata\":{\"version\":1}}}".getBytes(UTF_8);

    private HashicorpRehearsal() {}

    static void run() {
        HttpHeaders headers = HttpHeaders.none().and("Content-Type", "application/json");
        try (HttpTransport transport = HttpTransport.rehearsing(new HttpResponse(200, headers, ANSWER))) {
            var factory = new TransportRequestFactory(transport, Deadline.in(Duration.ofMinutes(1)), Map.of());
            VaultTemplate template =
                    Connection.template(VaultEndpoint.from(ADDRESS), factory, () -> VaultToken.of("none"));
            var answer = template.doWithSession(operations ->
                    operations.exchange(ADDRESS.resolve("a"), HttpMethod.GET, HttpEntity.EMPTY, byte[].class));
            var unused = SecretFields.JSON.readTree(answer.getBody());
        }
    }
}
