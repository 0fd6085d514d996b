package io.envdrift.provider.gcp;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import com.google.cloud.secretmanager.v1.SecretManagerServiceSettings;
import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Once;
import io.envdrift.vault.VaultCall;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.function.Function;

/**
 * Calls to Secret Manager, with a token that is fetched once, when the first call needs it. It lasts longer than any command
 * may.
 */
final class GcpSession implements AutoCloseable {
    private static final String UNIVERSE = "googleapis.com";
    /** The transport ends every exchange at the deadline; the library's own limit must not come before it. */
    private static final Duration RESERVE = Duration.ofSeconds(5);

    private final String label;
    private final URI endpoint;
    private final GoogleNetwork network;
    private final Once<SecretManagerServiceClient> client;

    GcpSession(String label, URI endpoint, GoogleNetwork network, ApplicationDefaultCredentials credentials) {
        this.label = label;
        this.endpoint = endpoint;
        this.network = network;
        this.client = new Once<>(() -> open(credentials.resolve()));
    }

    String label() {
        return label;
    }

    /** Makes a call; failures are ours. */
    <T> T call(VaultCall call, Function<SecretManagerServiceClient, T> work) {
        return GcpFailures.GOOGLE.ours(call, () -> {
            SecretManagerServiceClient admitted = client.get();
            return network.call(call.sending(), () -> work.apply(admitted));
        });
    }

    private SecretManagerServiceClient open(GoogleToken token) {
        try {
            SecretManagerServiceSettings.Builder settings = SecretManagerServiceSettings.newHttpJsonBuilder();
            // The carrier adds the token, so the library has none to log, refresh or send elsewhere.
            settings.setCredentialsProvider(NoCredentialsProvider.create())
                    .setEndpoint(endpoint.toString())
                    .setUniverseDomain(UNIVERSE)
                    .setTransportChannelProvider(SecretManagerServiceSettings.defaultHttpJsonTransportProviderBuilder()
                            .setHttpTransport(network.carrier(token.headers()))
                            // In the caller's thread, so that an interruption reaches the transport.
                            .setExecutor(Runnable::run)
                            .build());
            Duration limit = network.deadline().remaining().plus(RESERVE);
            settings.applyToAllUnaryMethods(method -> {
                method.setSimpleTimeoutNoRetriesDuration(limit);
                return null;
            });
            return SecretManagerServiceClient.create(settings.build());
        } catch (IOException e) {
            throw new EnvdriftException(
                    ErrorCode.VAULT_SETTINGS, "Google's client library takes no such settings", "check endpoint_url");
        }
    }

    @Override
    public void close() {
        client.peek().ifPresent(SecretManagerServiceClient::shutdownNow);
        network.close();
    }
}
