package io.envdrift.provider.azure;

import com.azure.core.credential.AccessToken;
import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.http.HttpResponse;
import io.envdrift.vault.CredentialSource;
import io.envdrift.vault.VaultAttempt;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What token endpoints answer. Of an error only its codes are shown ({@code invalid_client}, {@code AADSTS7000215}): its
 * description may quote what was sent.
 */
final class TokenAnswer {
    private static final Pattern NAME = Pattern.compile("[a-z_]{1,60}");
    private static final Pattern NUMBER = Pattern.compile("AADSTS[0-9]{4,10}");

    private TokenAnswer() {}

    /**
     * Lets an answer with a token pass.
     *
     * @throws EnvdriftException {@code NOT_AUTHENTICATED} for a refusal, {@code THROTTLED}, {@code VAULT_UNREACHABLE} or
     *     {@code MALFORMED_ANSWER} for what else it says
     */
    static HttpResponse require(HttpResponse answer) {
        JsonObject body = JsonObject.parse(answer.body());
        if (answer.isSuccess()) {
            if (body.text("access_token").isEmpty()) {
                throw new EnvdriftException(
                        ErrorCode.MALFORMED_ANSWER,
                        "the answer of Azure's sign-in could not be understood",
                        "check AZURE_AUTHORITY_HOST, and that no proxy or portal answers in its place");
            }
            return answer;
        }
        int status = answer.status();
        if (status >= 500 || status < 400 || status == 408 || status == 429) {
            EnvdriftException why = VaultAttempt.refusal(status);
            throw new EnvdriftException(
                    status == 429 ? ErrorCode.THROTTLED : ErrorCode.VAULT_UNREACHABLE,
                    status == 429 ? "Azure's sign-in asks to slow down" : "Azure's sign-in: " + why.getMessage(),
                    why.hint().orElse(null));
        }
        throw refused(status, body);
    }

    /** Returns the token of an answer that {@link #require} let pass. */
    static AccessToken token(HttpResponse answer) {
        JsonObject body = JsonObject.parse(answer.body());
        long now = Instant.now().getEpochSecond();
        long until = body.number("expires_on")
                .or(() -> body.number("expires_in").map(seconds -> now + seconds))
                .orElse(now);
        return token(body.text("access_token").orElseThrow(), until);
    }

    /** Returns a token that holds until a second since 1970. */
    static AccessToken token(String text, long until) {
        return new AccessToken(text, OffsetDateTime.ofInstant(Instant.ofEpochSecond(until), ZoneOffset.UTC));
    }

    private static EnvdriftException refused(int status, JsonObject body) {
        String name = body.text("error").filter(NAME.asMatchPredicate()).orElse("HTTP status " + status);
        Matcher number = NUMBER.matcher(body.text("error_description").orElse(""));
        String code = number.find() ? number.group() : "";
        return CredentialSource.unusable(
                "Azure does not accept the credentials (" + name + (code.isEmpty() ? "" : ", " + code) + ")",
                hint(code));
    }

    private static String hint(String code) {
        return switch (code) {
            case "AADSTS7000215", "AADSTS7000222" ->
                "AZURE_CLIENT_SECRET is wrong or has expired: make a new one for the application";
            case "AADSTS700016", "AADSTS90002", "AADSTS900023" ->
                "check AZURE_CLIENT_ID and AZURE_TENANT_ID: there is no such application in that tenant";
            case "AADSTS700211", "AADSTS700212", "AADSTS700213", "AADSTS70021" ->
                "check issuer, subject and audience of the application's federated credential";
            case "AADSTS700027" -> "add the certificate to the application, or check AZURE_CLIENT_CERTIFICATE_PATH";
            default ->
                "check AZURE_TENANT_ID, AZURE_CLIENT_ID, and the secret, certificate or token that goes with them";
        };
    }
}
