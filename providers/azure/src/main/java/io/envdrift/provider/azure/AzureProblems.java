package io.envdrift.provider.azure;

import com.azure.core.exception.HttpResponseException;
import io.envdrift.base.ErrorCode;
import io.envdrift.vault.VaultProblem;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The meaning of a refusal by Key Vault, by the codes of its error. Its message is never shown, since it may quote what
 * was sent.
 */
final class AzureProblems {
    static final VaultProblem NO_SUCH_SECRET =
            VaultProblem.noSuchSecret("check secret_name and vault_url, or write it with: envdrift vault-push");
    static final VaultProblem DELETED = VaultProblem.of(
            ErrorCode.SECRET_NOT_FOUND,
            "it is deleted and kept for recovery only",
            "bring it back with: az keyvault secret recover --vault-name VAULT --name NAME");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]{1,80}");
    private static final Pattern REFUSED_TOKEN = Pattern.compile("AKV[0-9]{4,8}");

    private AzureProblems() {}

    /** Recognises an answer; nothing for one that says no more than its status. */
    static Optional<VaultProblem> of(HttpResponseException failure) {
        int status = failure.getResponse().getStatusCode();
        byte[] body = failure.getResponse().getBodyAsBinaryData().toBytes();
        JsonObject error = JsonObject.parse(body).object("error");
        String name = name(error);
        String inner = name(error.object("innererror"));
        String shown = inner.isEmpty() ? name : inner;
        return Optional.ofNullable(
                switch (status) {
                    case 401 -> stranger(error.text("message").orElse(""));
                    case 403 -> denied(shown);
                    // A page is that of a portal or proxy; emulators name the error in their own way, or not at all.
                    case 404 -> body.length == 0 || !error.members().isEmpty() ? NO_SUCH_SECRET : null;
                    case 409 -> conflict(shown);
                    case 400 ->
                        name.isEmpty()
                                ? null
                                : VaultProblem.of(
                                        ErrorCode.VAULT_FAILED,
                                        "the vault finds fault with the request (" + shown + ")",
                                        "check secret_name, the value's size and vault_url");
                    default -> null;
                });
    }

    private static VaultProblem stranger(String message) {
        Matcher code = REFUSED_TOKEN.matcher(message);
        return VaultProblem.of(
                ErrorCode.NOT_AUTHENTICATED,
                "the vault does not accept the token" + (code.find() ? " (" + code.group() + ")" : ""),
                "check that AZURE_TENANT_ID, or az account show, names the tenant of the vault");
    }

    private static @Nullable VaultProblem denied(String name) {
        return switch (name) {
            case "" -> null;
            case "SecretDisabled" ->
                VaultProblem.of(
                        ErrorCode.ACCESS_DENIED,
                        "it is disabled (" + name + ")",
                        "enable it with: az keyvault secret set-attributes --enabled true");
            case "ForbiddenByFirewall", "ForbiddenByConnection" ->
                VaultProblem.of(
                        ErrorCode.ACCESS_DENIED,
                        "the vault's firewall does not let this network in (" + name + ")",
                        "allow this address in the vault's network settings");
            default -> VaultProblem.denied("permission denied (" + name + ")");
        };
    }

    private static @Nullable VaultProblem conflict(String name) {
        return switch (name) {
            case "" -> null;
            case "ObjectIsDeletedButRecoverable" -> DELETED;
            case "ObjectIsBeingDeleted", "ObjectIsBeingRecovered" ->
                VaultProblem.of(
                        ErrorCode.VAULT_FAILED,
                        "it is being deleted or recovered at this moment (" + name + ")",
                        "try again in a minute");
            default ->
                VaultProblem.of(
                        ErrorCode.VAULT_FAILED,
                        "the vault cannot do that now (" + name + ")",
                        "look at the secret with: az keyvault secret show");
        };
    }

    private static String name(JsonObject error) {
        return error.text("code").filter(NAME.asMatchPredicate()).orElse("");
    }
}
