package io.envdrift.provider.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.envdrift.base.Deadline;
import io.envdrift.http.HttpHeaders;
import io.envdrift.http.HttpResponse;
import io.envdrift.http.HttpTransport;
import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** A read of a secret that does not exist, answered on the spot. */
final class AwsRehearsal {
    private static final byte[] ANSWER =
            "{\"ARN\":\"a\",\"Name\":\"a\",\"SecretString\":\"a\",\"VersionId\":\"a\",\"VersionStages\":[\"a\"]}"
                    .getBytes(UTF_8);

    private AwsRehearsal() {}

    static void run() {
        HttpHeaders headers = HttpHeaders.none().and("Content-Type", "application/x-amz-json-1.1");
        HttpTransport transport = HttpTransport.rehearsing(new HttpResponse(200, headers, ANSWER));
        StaticCredentialsProvider nobody = StaticCredentialsProvider.create(AwsBasicCredentials.create("none", "none"));
        try (AwsClients clients = new AwsClients(transport, Deadline.in(Duration.ofMinutes(1)));
                SecretsManagerClient client = clients.build(
                        SecretsManagerClient.builder(), Region.US_EAST_1, URI.create("https://localhost"), nobody)) {
            var unused = client.getSecretValue(request -> request.secretId("a"));
        }
    }
}
