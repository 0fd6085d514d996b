package io.envdrift.provider.gcp;

import io.envdrift.base.Secret;
import io.envdrift.http.HttpRequest;
import io.envdrift.http.HttpResponse;
import io.envdrift.http.HttpTransport;
import io.envdrift.vault.CredentialSource;
import io.envdrift.vault.MachineService;
import io.envdrift.vault.VaultContext;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The service account of a machine on Google Cloud. Elsewhere nothing answers at its address, so it is asked only where
 * it is announced: {@code GCE_METADATA_HOST}, the variables of Cloud Run, or {@code metadata_server}.
 */
record MetadataServer(VaultContext context, boolean wanted) implements CredentialSource<GoogleToken> {
    private static final String VARIABLE = "GCE_METADATA_HOST";
    private static final String USUAL_HOST = "metadata.google.internal";
    private static final String TOKEN = "/computeMetadata/v1/instance/service-accounts/default/token";
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @Override
    public String name() {
        return isIndicated()
                ? "metadata server at " + host()
                : "no metadata server (on Google Cloud set metadata_server = true or " + VARIABLE + ")";
    }

    @Override
    public Optional<GoogleToken> find() {
        return isIndicated() ? MachineService.ask(PATIENCE, this::find) : Optional.empty();
    }

    private boolean isIndicated() {
        return wanted
                || Stream.of(VARIABLE, "K_SERVICE", "CLOUD_RUN_JOB")
                        .anyMatch(name -> context.variable(name).isPresent());
    }

    private Optional<GoogleToken> find(HttpTransport transport) {
        HttpRequest request = HttpRequest.get(uri()).with("Metadata-Flavor", "Google");
        HttpResponse answer = transport.exchange(request, context.deadline());
        // Another server may answer at that name; the real one says what it is.
        boolean genuine = answer.headers().first("Metadata-Flavor").equals(Optional.of("Google"));
        return Optional.of(answer).filter(any -> genuine && any.isSuccess()).flatMap(MetadataServer::token);
    }

    private static Optional<GoogleToken> token(HttpResponse answer) {
        return GoogleJson.parse(answer.text())
                .flatMap(document -> GoogleJson.text(document.get("access_token")))
                .map(token -> new GoogleToken(Secret.of(token), Optional.empty()));
    }

    private String host() {
        return context.variable(VARIABLE).orElse(USUAL_HOST);
    }

    private URI uri() {
        try {
            return URI.create("http://" + host() + TOKEN);
        } catch (IllegalArgumentException e) {
            throw CredentialSource.unusable(VARIABLE + " is no host", "write it as host or host:port, or remove it");
        }
    }
}
