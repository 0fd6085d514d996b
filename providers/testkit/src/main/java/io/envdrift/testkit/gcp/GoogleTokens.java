package io.envdrift.testkit.gcp;

import io.envdrift.testserver.Answer;
import io.envdrift.testserver.ReceivedRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The services that give out access tokens: OAuth (JWT bearer of RFC 7523, refresh tokens), the Security Token Service
 * (RFC 8693), IAM credentials, and a machine's metadata server.
 */
final class GoogleTokens {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String AUDIENCE = "https://oauth2.googleapis.com/token";
    private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
    private static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
    private static final String IMPERSONATE = "/v1/projects/-/serviceAccounts/";
    private static final String METADATA = "/computeMetadata/v1/instance/service-accounts/default/token";
    private static final long LIFETIME = 3600;

    final Map<String, GoogleIdentity> accounts = new ConcurrentHashMap<>();
    /** What a refresh token, an identity's token or the metadata server opens. */
    final Map<String, GoogleIdentity> grants = new ConcurrentHashMap<>();

    private final Map<String, GoogleIdentity> tokens = new ConcurrentHashMap<>();

    static boolean isFor(ReceivedRequest request) {
        String path = request.path();
        return path.equals("/token")
                || path.equals("/v1/token")
                || path.equals(METADATA)
                || path.endsWith(":generateAccessToken");
    }

    /** Returns who shows a token. */
    GoogleIdentity identify(ReceivedRequest request) {
        return request.bearer()
                .map(tokens::get)
                .map(identity -> accounts.getOrDefault(identity.email(), identity))
                .orElseThrow(GoogleError::stranger);
    }

    Answer answer(ReceivedRequest request) {
        String path = request.path();
        if (path.equals(METADATA)) {
            return metadata(request);
        }
        if (!request.method().equals("POST")) {
            throw GoogleError.of(404, "NOT_FOUND", request.method());
        }
        if (path.endsWith(":generateAccessToken")) {
            return impersonated(request);
        }
        Map<String, String> form =
                request.form().orElseThrow(() -> GoogleError.oauth("invalid_request", "the body must be a form"));
        return switch (form.getOrDefault("grant_type", "")) {
            case JWT_BEARER -> granted(account(form.getOrDefault("assertion", "")));
            case "refresh_token" -> granted(user(form));
            case EXCHANGE -> exchanged(form);
            default -> throw GoogleError.oauth("unsupported_grant_type", "Invalid grant_type: " + form);
        };
    }

    private GoogleIdentity account(String assertion) {
        String[] parts = assertion.split("\\.", -1);
        if (parts.length != 3) {
            throw GoogleError.oauth("invalid_grant", "Bad Request");
        }
        JsonNode head = json(decoded(parts[0]));
        JsonNode claims = json(decoded(parts[1]));
        GoogleIdentity account = Optional.ofNullable(
                        accounts.get(claims.path("iss").asString("")))
                .orElseThrow(() -> GoogleError.oauth("invalid_grant", "Invalid grant: account not found"));
        if (!head.path("alg").asString("").equals("RS256")
                || !head.path("kid").asString("").equals(account.keyId())
                || !isSigned(account, parts[0] + "." + parts[1], parts[2])) {
            throw GoogleError.oauth("invalid_grant", "Invalid JWT Signature.");
        }
        long now = Instant.now().getEpochSecond();
        long from = claims.path("iat").asLong(0);
        long until = claims.path("exp").asLong(0);
        if (from > now + 300 || until < now || until - from > LIFETIME) {
            throw GoogleError.oauth("invalid_grant", "Invalid JWT: Token must be a short-lived token");
        }
        if (!claims.path("aud").asString("").equals(AUDIENCE)) {
            throw GoogleError.oauth("invalid_grant", "Invalid JWT: Failed audience check");
        }
        if (!claims.path("scope").asString("").equals(SCOPE)) {
            throw GoogleError.oauth("invalid_scope", "Invalid OAuth scope or ID token audience provided.");
        }
        return account;
    }

    private GoogleIdentity user(Map<String, String> form) {
        String grant = form.get("client_id") + " " + form.get("client_secret") + " " + form.get("refresh_token");
        return Optional.ofNullable(grants.get(grant))
                .orElseThrow(() -> GoogleError.oauth("invalid_grant", "Token has been expired or revoked."));
    }

    private Answer exchanged(Map<String, String> form) {
        boolean wellFormed =
                form.getOrDefault("requested_token_type", "").equals("urn:ietf:params:oauth:token-type:access_token")
                        && form.getOrDefault("subject_token_type", "").startsWith("urn:ietf:params:oauth:token-type:")
                        && form.getOrDefault("scope", "").equals(SCOPE);
        if (!wellFormed) {
            throw GoogleError.oauth("invalid_request", "Invalid value: " + form);
        }
        GoogleIdentity identity = Optional.ofNullable(
                        grants.get(form.get("audience") + " " + form.get("subject_token")))
                .orElseThrow(() -> GoogleError.oauth("invalid_grant", "The given credential is rejected: " + form));
        ObjectNode answer = issued(identity);
        answer.put("issued_token_type", "urn:ietf:params:oauth:token-type:access_token");
        return Answer.json(200, answer.toString());
    }

    /** Who may call this at all may impersonate the account that the path names. */
    private Answer impersonated(ReceivedRequest request) {
        GoogleIdentity caller = identify(request);
        String path = request.path();
        String email = path.substring(IMPERSONATE.length(), path.length() - ":generateAccessToken".length());
        GoogleIdentity account = accounts.get(email);
        if (account == null || caller.isDenied("iam.serviceAccounts.getAccessToken")) {
            throw GoogleError.denied("iam.serviceAccounts.getAccessToken", email);
        }
        if (!json(request.text()).path("scope").path(0).asString("").equals(SCOPE)) {
            throw GoogleError.invalid("Request contains an invalid argument.");
        }
        ObjectNode answer = JSON.createObjectNode();
        answer.put("accessToken", issued(account).path("access_token").asString());
        answer.put("expireTime", Instant.now().plusSeconds(LIFETIME).toString());
        return Answer.json(200, answer.toString());
    }

    private Answer metadata(ReceivedRequest request) {
        if (!request.header("Metadata-Flavor").equals(Optional.of("Google")) || !grants.containsKey("machine")) {
            return Answer.of(403).with("Metadata-Flavor", "Google");
        }
        return granted(grants.get("machine")).with("Metadata-Flavor", "Google");
    }

    private Answer granted(GoogleIdentity identity) {
        return Answer.json(200, issued(identity).toString());
    }

    private ObjectNode issued(GoogleIdentity identity) {
        String token = "ya29.canary-" + UUID.randomUUID();
        tokens.put(token, identity);
        return JSON.createObjectNode()
                .put("access_token", token)
                .put("expires_in", LIFETIME)
                .put("token_type", "Bearer");
    }

    private static boolean isSigned(GoogleIdentity account, String text, String signature) {
        try {
            Signature check = Signature.getInstance("SHA256withRSA");
            check.initVerify(account.key().getPublic());
            check.update(text.getBytes(StandardCharsets.US_ASCII));
            return check.verify(Base64.getUrlDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private static String decoded(String part) {
        try {
            return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw GoogleError.oauth("invalid_grant", "Bad Request");
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            throw GoogleError.oauth("invalid_request", "Bad Request");
        }
    }
}
