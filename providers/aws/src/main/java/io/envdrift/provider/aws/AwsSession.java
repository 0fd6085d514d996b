package io.envdrift.provider.aws;

import io.envdrift.base.Once;
import io.envdrift.http.Sending;
import io.envdrift.vault.VaultCall;
import io.envdrift.vault.VaultException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** Calls to Secrets Manager, signed with credentials that are looked for once, when the first call needs them. */
final class AwsSession implements AutoCloseable {
    private final AwsPlace place;
    private final AwsClients clients;
    private final Once<SecretsManagerClient> client;

    AwsSession(AwsPlace place, AwsClients clients, CredentialChain chain) {
        this.place = place;
        this.clients = clients;
        this.client = new Once<>(() -> clients.build(
                SecretsManagerClient.builder(),
                place.region(),
                place.endpoint(),
                StaticCredentialsProvider.create(chain.resolve())));
    }

    AwsPlace place() {
        return place;
    }

    String label() {
        return place.label();
    }

    /** Makes a call; failures are ours. */
    <T> T call(VaultCall call, Function<SecretsManagerClient, T> work) {
        return AwsFailures.AWS.ours(call.in(place.shortName()), () -> attempt(call.sending(), work));
    }

    /** Returns the error for a call that failed. */
    VaultException failure(VaultCall call, RuntimeException why) {
        return AwsFailures.AWS.of(call.in(place.shortName()), why);
    }

    /** Makes a call; what the SDK throws comes out as it is. */
    <T> T attempt(Sending sending, Function<SecretsManagerClient, T> work) {
        SecretsManagerClient signed = client.get();
        return clients.call(sending, () -> work.apply(signed));
    }

    /** Returns by how much the clock of the service was ahead of ours when it last answered. */
    Optional<Duration> clockSkew() {
        return clients.clockSkew();
    }

    @Override
    public void close() {
        client.peek().ifPresent(SecretsManagerClient::close);
        clients.close();
    }
}
