package io.envdrift.provider.gcp;

import io.envdrift.base.ErrorCode;
import io.envdrift.vault.VaultProblem;
import java.util.Optional;

/**
 * The meaning of a refusal by Google, by the names in it. Its text is never shown, since it may quote what was sent.
 */
final class GcpProblems {
    private GcpProblems() {}

    /** Recognises an answer; nothing where no more than its status says what it means. */
    static Optional<VaultProblem> of(GoogleRefusal refusal) {
        // Google's front ends may leave the name out; a page comes from a portal or proxy.
        String name = refusal.name().orElse(refusal.answer().status() == 404 && !refusal.isPage() ? "NOT_FOUND" : "");
        return Optional.ofNullable(
                switch (name) {
                    case "NOT_FOUND" ->
                        VaultProblem.of(
                                ErrorCode.SECRET_NOT_FOUND,
                                "there is none, or it has no version",
                                "check secret_name, project_id and location, or write it with: envdrift vault-push");
                    case "FAILED_PRECONDITION" -> state(refusal);
                    // The latter three are those of OAuth (RFC 6749, section 5.2), as those in small letters below.
                    case "UNAUTHENTICATED", "invalid_client", "invalid_grant", "unauthorized_client" ->
                        VaultProblem.of(
                                ErrorCode.NOT_AUTHENTICATED,
                                "the credentials are not accepted (" + name + ")",
                                "renew them with: gcloud auth application-default login; check"
                                        + " GOOGLE_APPLICATION_CREDENTIALS and the computer's clock");
                    case "PERMISSION_DENIED" -> denial(refusal);
                    case "RESOURCE_EXHAUSTED" ->
                        VaultProblem.of(
                                ErrorCode.THROTTLED,
                                "Google asks to slow down (" + name + ")",
                                "wait a minute, lower max_workers, or allow more time with --timeout");
                    case "INVALID_ARGUMENT",
                            "invalid_request",
                            "invalid_scope",
                            "invalid_target",
                            "unsupported_grant_type",
                            "access_denied" ->
                        VaultProblem.of(
                                ErrorCode.VAULT_FAILED,
                                "Google finds fault with the request (" + name + ")",
                                "check secret_name, project_id and location");
                    default -> null;
                });
    }

    private static VaultProblem state(GoogleRefusal refusal) {
        if (refusal.mentions("DESTROYED")) {
            return VaultProblem.of(
                    ErrorCode.SECRET_NOT_FOUND,
                    "its version is destroyed",
                    "write a new one with: envdrift vault-push");
        }
        if (refusal.mentions("DISABLED")) {
            return VaultProblem.of(
                    ErrorCode.SECRET_NOT_FOUND,
                    "its version is disabled",
                    "bring it back with: gcloud secrets versions enable VERSION --secret NAME");
        }
        return VaultProblem.of(
                ErrorCode.VAULT_FAILED,
                "its state does not allow that (FAILED_PRECONDITION)",
                "look at it with: gcloud secrets versions list NAME");
    }

    private static VaultProblem denial(GoogleRefusal refusal) {
        if (refusal.reasons().contains("SERVICE_DISABLED")) {
            return VaultProblem.of(
                    ErrorCode.ACCESS_DENIED,
                    "the Secret Manager API is not enabled in the project (SERVICE_DISABLED)",
                    "enable it with: gcloud services enable secretmanager.googleapis.com");
        }
        if (refusal.reasons().contains("ACCESS_TOKEN_SCOPE_INSUFFICIENT")) {
            return VaultProblem.of(
                    ErrorCode.ACCESS_DENIED,
                    "the credentials lack the scope cloud-platform (ACCESS_TOKEN_SCOPE_INSUFFICIENT)",
                    "give the machine's service account the scope cloud-platform");
        }
        return VaultProblem.denied("permission denied (PERMISSION_DENIED)");
    }
}
