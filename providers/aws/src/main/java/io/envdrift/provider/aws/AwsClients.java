package io.envdrift.provider.aws;

import io.envdrift.base.Deadline;
import io.envdrift.http.HttpTransport;
import io.envdrift.http.Sending;
import io.envdrift.vault.VaultContext;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;

/** Makes the SDK's clients: over our transport, without repetitions of their own, blind to the process's environment. */
final class AwsClients implements AutoCloseable {
    private static final ProfileFile NO_PROFILES = ProfileFile.aggregator().build();

    private final Deadline deadline;
    private final HttpTransport transport;

    AwsClients(VaultContext context) {
        this.deadline = context.deadline();
        this.transport = context.transport("AWS_CA_BUNDLE");
    }

    /** Builds a client for a service at an address that is trusted already. */
    <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C build(
            B builder, Region region, URI endpoint, AwsCredentialsProvider credentials) {
        // The address is already that of the FIPS or dual-stack endpoint; the SDK refuses both settings together with
        // an address.
        return builder.region(region)
                .endpointOverride(endpoint)
                .fipsEnabled(false)
                .dualstackEnabled(false)
                .credentialsProvider(credentials)
                .httpClient(new AwsHttpClient(transport, deadline))
                .overrideConfiguration(any -> any.retryStrategy(AwsRetryStrategy.doNotRetry())
                        .defaultProfileFile(NO_PROFILES)
                        .defaultProfileName("default"))
                .build();
    }

    /** Makes a call under the one policy on repetitions; what the SDK throws comes out as it is. */
    <T> T call(Sending sending, Supplier<T> call) {
        return AwsFailures.AWS.attempt(deadline, sending, call);
    }

    /** Returns by how much the clock of the service was ahead of ours when it last answered. */
    Optional<Duration> clockSkew() {
        return transport.clockSkew();
    }

    @Override
    public void close() {
        transport.close();
    }
}
