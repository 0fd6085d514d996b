package io.envdrift.provider.azure;

import com.azure.core.exception.HttpResponseException;
import io.envdrift.base.ErrorCode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What Key Vault means when it says no, by the codes of its error. Its message is never shown, since it may quote what was
 * sent.
 *
 * @param code the class of error
 * @param reason in our words, with the service's code
 * @param hint what to do; where it is empty, to allow what the call needs
 */
record AzureProblem(ErrorCode code, String reason, Optional<String> hint) {
    static final AzureProblem NO_SUCH_SECRET = new AzureProblem(
            ErrorCode.SECRET_NOT_FOUND,
            "there is none",
            Optional.of("check secret_name and vault_url, or write it with: envdrift vault-push"));
    static final AzureProblem DELETED = new AzureProblem(
            ErrorCode.SECRET_NOT_FOUND,
            "it is deleted and kept for recovery only",
            Optional.of("bring it back with: az keyvault secret recover --vault-name VAULT --name NAME"));

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]{1,80}");
    private static final Pattern REFUSED_TOKEN = Pattern.compile("AKV[0-9]{4,8}");

    /** Recognises an answer; nothing for one that says no more than its status. */
    static Optional<AzureProblem> of(HttpResponseException failure) {
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
                                : new AzureProblem(
                                        ErrorCode.VAULT_FAILED,
                                        "the vault finds fault with the request (" + shown + ")",
                                        Optional.of("check secret_name, the value's size and vault_url"));
                    default -> null;
                });
    }

    private static AzureProblem stranger(String message) {
        Matcher code = REFUSED_TOKEN.matcher(message);
        return new AzureProblem(
                ErrorCode.NOT_AUTHENTICATED,
                "the vault does not accept the token" + (code.find() ? " (" + code.group() + ")" : ""),
                Optional.of("check that AZURE_TENANT_ID, or az account show, names the tenant of the vault"));
    }

    private static @Nullable AzureProblem denied(String name) {
        return switch (name) {
            case "" -> null;
            case "SecretDisabled" ->
                new AzureProblem(
                        ErrorCode.ACCESS_DENIED,
                        "it is disabled (" + name + ")",
                        Optional.of("enable it with: az keyvault secret set-attributes --enabled true"));
            case "ForbiddenByFirewall", "ForbiddenByConnection" ->
                new AzureProblem(
                        ErrorCode.ACCESS_DENIED,
                        "the vault's firewall does not let this network in (" + name + ")",
                        Optional.of("allow this address in the vault's network settings"));
            default -> new AzureProblem(ErrorCode.ACCESS_DENIED, "permission denied (" + name + ")", Optional.empty());
        };
    }

    private static @Nullable AzureProblem conflict(String name) {
        return switch (name) {
            case "" -> null;
            case "ObjectIsDeletedButRecoverable" -> DELETED;
            case "ObjectIsBeingDeleted", "ObjectIsBeingRecovered" ->
                new AzureProblem(
                        ErrorCode.VAULT_FAILED,
                        "it is being deleted or recovered at this moment (" + name + ")",
                        Optional.of("try again in a minute"));
            default ->
                new AzureProblem(
                        ErrorCode.VAULT_FAILED,
                        "the vault cannot do that now (" + name + ")",
                        Optional.of("look at the secret with: az keyvault secret show"));
        };
    }

    private static String name(JsonObject error) {
        return error.text("code").filter(NAME.asMatchPredicate()).orElse("");
    }
}
