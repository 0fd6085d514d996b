package io.envdrift.provider.aws;

import io.envdrift.base.EnvdriftException;
import io.envdrift.files.FileSnapshot;
import io.envdrift.http.HttpRequest;
import io.envdrift.http.HttpResponse;
import io.envdrift.http.HttpTransport;
import io.envdrift.http.RetryPolicy;
import io.envdrift.vault.CredentialSource;
import io.envdrift.vault.MachineService;
import io.envdrift.vault.VaultContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/** Credentials that ECS, EKS Pod Identity or CloudShell hand to a container over a local address. */
record ContainerCredentials(VaultContext context) implements CredentialSource<AwsCredentials> {
    private static final String RELATIVE_URI = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
    private static final String FULL_URI = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
    private static final String ECS = "http://169.254.170.2";
    private static final Set<String> LOCAL_HOSTS = Set.of("169.254.170.2", "169.254.170.23", "[fd00:ec2::23]");
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Override
    public String name() {
        return "container (" + FULL_URI + ")";
    }

    @Override
    public Optional<AwsCredentials> find() {
        return context.variable(RELATIVE_URI)
                .map(path -> ECS + path)
                .or(() -> context.variable(FULL_URI))
                .map(this::fetch);
    }

    private AwsCredentials fetch(String address) {
        HttpRequest request = HttpRequest.get(
                MachineService.address(address, LOCAL_HOSTS::contains, why -> failure("has an address that " + why)));
        Optional<String> token = token();
        if (token.isPresent()) {
            request = request.with("Authorization", token.get());
        }
        try (HttpTransport transport = MachineService.transport(context, PATIENCE)) {
            HttpResponse answer = RetryPolicy.standard().exchange(transport, request, context.deadline());
            return CredentialDocument.keysIn(answer)
                    .orElseThrow(() -> failure("gave no credentials (" + answer.status() + ")"));
        }
    }

    private Optional<String> token() {
        return context.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE")
                .map(file -> FileSnapshot.named(Path.of(file))
                        .content()
                        .map(content -> new String(content, StandardCharsets.UTF_8).strip())
                        .orElseThrow(() -> failure("wants the token in " + file + ", which is missing")))
                .or(() -> context.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN"));
    }

    private static EnvdriftException failure(String what) {
        return CredentialSource.unusable(
                "the container's credential service " + what,
                "check " + FULL_URI + " and " + RELATIVE_URI + ", and the role of the task or pod");
    }
}
