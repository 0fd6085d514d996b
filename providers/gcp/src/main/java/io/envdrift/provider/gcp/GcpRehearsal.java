package io.envdrift.provider.gcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import io.envdrift.base.Deadline;
import io.envdrift.http.HttpHeaders;
import io.envdrift.http.HttpResponse;
import io.envdrift.http.HttpTransport;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** A read of a secret that does not exist, answered on the spot. */
final class GcpRehearsal {
    private static final String NAME = "projects/p/secrets/a/versions/1";
    private static final byte[] ANSWER =
            ("{\"name\":\"" + NAME + "\",\"payload\":{\"data\":\"YQ==\",\"dataCrc32c\":\"1\"}}").getBytes(UTF_8);

    private GcpRehearsal() {}

    static void run() {
        HttpHeaders headers = HttpHeaders.none().and("Content-Type", "application/json");
        HttpTransport transport = HttpTransport.rehearsing(new HttpResponse(200, headers, ANSWER));
        try (GoogleNetwork network = new GoogleNetwork(transport, Deadline.in(Duration.ofMinutes(1)));
                SecretManagerServiceClient client =
                        GcpSession.open(URI.create("https://localhost"), network, Map.of("Authorization", "none"))) {
            var unused = client.accessSecretVersion(NAME);
        }
    }
}
