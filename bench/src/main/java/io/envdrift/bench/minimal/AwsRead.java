package io.envdrift.bench.minimal;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** Reads one secret from AWS: region, endpoint and name are the arguments. */
public final class AwsRead {
    private AwsRead() {}

    /** Prints the length of the secret. */
    public static void main(String[] arguments) {
        try (SecretsManagerClient client = SecretsManagerClient.builder()
                .region(Region.of(arguments[0]))
                .endpointOverride(URI.create(arguments[1]))
                .credentialsProvider(EnvironmentVariableCredentialsProvider.create())
                .httpClient(UrlConnectionHttpClient.create())
                .build()) {
            System.out.println(client.getSecretValue(request -> request.secretId(arguments[2]))
                    .secretString()
                    .length());
        }
    }
}
