package io.envdrift.provider.gcp;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.http.HttpFailure;
import io.envdrift.http.HttpLimits;
import io.envdrift.http.HttpRequest;
import io.envdrift.http.HttpResponse;
import io.envdrift.http.HttpTransport;
import io.envdrift.http.ProxyRules;
import io.envdrift.http.Tls;
import io.envdrift.vault.CredentialSource;
import io.envdrift.vault.VaultContext;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The service account of a machine on Google Cloud. Elsewhere nothing answers at its address, so it is asked only where
 * it is announced: {@code GCE_METADATA_HOST}, the variables of Cloud Run, or {@code metadata_server}.
 */
final class MetadataServer implements CredentialSource<GoogleToken> {
    private static final String VARIABLE = "GCE_METADATA_HOST";
    private static final String USUAL_HOST = "metadata.google.internal";
    private static final String TOKEN = "/computeMetadata/v1/instance/service-accounts/default/token";
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final HttpLimits LIMITS = new HttpLimits(PATIENCE, PATIENCE, 64 << 10);

    private final VaultContext context;
    private final boolean indicated;

    MetadataServer(VaultContext context, boolean wanted) {
        this.context = context;
        this.indicated = wanted
                || List.of(VARIABLE, "K_SERVICE", "CLOUD_RUN_JOB").stream()
                        .anyMatch(name -> context.variable(name).isPresent());
    }

    @Override
    public String name() {
        return indicated
                ? "metadata server at " + host()
                : "no metadata server (on Google Cloud set metadata_server = true or " + VARIABLE + ")";
    }

    @Override
    public Optional<GoogleToken> find() {
        if (!indicated) {
            return Optional.empty();
        }
        try (HttpTransport transport = new HttpTransport(LIMITS, Tls.trusting(List.of()), ProxyRules.none())) {
            HttpRequest request = HttpRequest.get(uri()).with("Metadata-Flavor", "Google");
            HttpResponse answer = transport.exchange(request, context.deadline());
            // Another server may answer at that name; the real one says what it is.
            boolean genuine = answer.headers().first("Metadata-Flavor").equals(Optional.of("Google"));
            return Optional.of(answer).filter(any -> genuine && any.isSuccess()).flatMap(MetadataServer::token);
        } catch (HttpFailure e) {
            if (e.code() == ErrorCode.INTERRUPTED) {
                throw e;
            }
            return Optional.empty();
        }
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
            throw new EnvdriftException(
                    ErrorCode.NOT_AUTHENTICATED,
                    VARIABLE + " is no host",
                    "write it as host or host:port, or remove it");
        }
    }
}
