package io.envdrift.provider.aws;

import io.envdrift.base.Deadline;
import io.envdrift.http.HttpRequest;
import io.envdrift.http.HttpResponse;
import io.envdrift.http.HttpTransport;
import io.envdrift.vault.CredentialSource;
import io.envdrift.vault.MachineService;
import io.envdrift.vault.VaultContext;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/**
 * Credentials of the role of an EC2 instance, from its metadata service (version 2 only). Elsewhere nothing answers at
 * that address, so the first request waits one second at most.
 */
record InstanceMetadata(VaultContext context) implements CredentialSource<AwsCredentials> {
    private static final String USUAL_ADDRESS = "http://169.254.169.254";
    private static final String USUAL_ADDRESS_6 = "http://[fd00:ec2::254]";
    private static final String ROLES = "/latest/meta-data/iam/security-credentials/";
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    @Override
    public String name() {
        return isOff() ? "no instance metadata (AWS_EC2_METADATA_DISABLED)" : "EC2 instance metadata";
    }

    @Override
    public Optional<AwsCredentials> find() {
        return isOff() ? Optional.empty() : MachineService.ask(PATIENCE, this::find);
    }

    private Optional<AwsCredentials> find(HttpTransport transport) {
        HttpRequest ask = HttpRequest.of("PUT", uri("/latest/api/token"), new byte[0])
                .repeatable()
                .with("X-aws-ec2-metadata-token-ttl-seconds", "60");
        HttpResponse token = transport.exchange(ask, context.deadline());
        return token.isSuccess() ? ofRole(transport, token.text().strip()) : Optional.empty();
    }

    private Optional<AwsCredentials> ofRole(HttpTransport transport, String token) {
        Deadline deadline = Deadline.in(context.deadline().remainingAtMost(PATIENCE));
        HttpResponse roles = transport.exchange(get(ROLES, token), deadline);
        Optional<String> role = roles.text().lines().map(String::strip).findFirst();
        if (!roles.isSuccess() || role.isEmpty() || role.get().isEmpty()) {
            return Optional.empty();
        }
        return CredentialDocument.keysIn(transport.exchange(get(ROLES + role.get(), token), deadline));
    }

    private HttpRequest get(String path, String token) {
        return HttpRequest.get(uri(path)).with("X-aws-ec2-metadata-token", token);
    }

    private URI uri(String path) {
        boolean six = context.variable("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE")
                .map("ipv6"::equalsIgnoreCase)
                .orElse(false);
        String address =
                context.variable("AWS_EC2_METADATA_SERVICE_ENDPOINT").orElse(six ? USUAL_ADDRESS_6 : USUAL_ADDRESS);
        try {
            return URI.create((address.endsWith("/") ? address.substring(0, address.length() - 1) : address) + path);
        } catch (IllegalArgumentException e) {
            throw CredentialSource.unusable(
                    "AWS_EC2_METADATA_SERVICE_ENDPOINT is no address", "write it as http://host:port, or remove it");
        }
    }

    private boolean isOff() {
        return context.isTrue("AWS_EC2_METADATA_DISABLED");
    }
}
