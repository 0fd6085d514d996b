package io.envdrift.bench.minimal;

import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import com.google.cloud.secretmanager.v1.SecretManagerServiceSettings;
import java.io.IOException;
import java.util.List;

/** Reads one secret from Google: endpoint and the version's full name are the arguments. */
public final class GcpRead {
    private GcpRead() {}

    /** Prints the length of the secret. */
    public static void main(String[] arguments) throws IOException {
        SecretManagerServiceSettings.Builder settings = SecretManagerServiceSettings.newHttpJsonBuilder();
        settings.setEndpoint(arguments[0])
                .setCredentialsProvider(FixedCredentialsProvider.create(GoogleCredentials.getApplicationDefault()
                        .createScoped(List.of("https://www.googleapis.com/auth/cloud-platform"))));
        try (SecretManagerServiceClient client = SecretManagerServiceClient.create(settings.build())) {
            System.out.println(client.accessSecretVersion(arguments[1])
                    .getPayload()
                    .getData()
                    .size());
        }
    }
}
