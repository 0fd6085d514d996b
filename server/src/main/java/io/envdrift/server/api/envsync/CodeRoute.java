package io.envdrift.server.api.envsync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.http.HttpResponse;
import io.envdrift.json.JsonLimits;
import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import io.envdrift.json.JsonReader;
import io.envdrift.server.pipeline.Call;
import io.envdrift.server.pipeline.Operation;
import io.envdrift.server.pipeline.Refusal;
import io.envdrift.server.pipeline.Reply;
import io.envdrift.server.pipeline.Route;
import io.envdrift.server.pipeline.Session;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Turns the code that a provider gave the web page into the provider's ID token (authorization code with PKCE, RFC
 * 7636). The page's policy lets it talk to this server only, and some providers want the client's secret, which no page
 * may have. A code is useless without the verifier, so the call needs no token.
 *
 * @param providers by issuer, those where people may sign in
 */
record CodeRoute(Map<String, LoginProvider> providers) implements Route {
    private static final String PATH = EnvSyncApi.EXTRA + "-/login/token";
    private static final int REFUSED = 401;
    private static final int BAD_GATEWAY = 502;
    private static final int MAX_TEXT = 4096;
    private static final JsonReader READER = new JsonReader(JsonLimits.GENEROUS.withMaxBytes(1 << 20)).tolerant();

    @Override
    public Operation operation() {
        return Operation.reading("login_token", "POST", PATH).forAnybody();
    }

    @Override
    public Reply answer(Call call, Session session) {
        Map<String, String> given = texts(call, "issuer", "code", "verifier", "redirect_uri");
        LoginProvider provider = providers.get(given.get("issuer"));
        if (provider == null) {
            throw Refusals.notFound("Nobody signs in at that provider here");
        }
        String endpoint = provider.document()
                .endpoint("token_endpoint")
                .orElseThrow(() -> new Refusal(BAD_GATEWAY, "The identity provider does not answer"));
        try {
            HttpResponse response = provider.document().post(endpoint, form(given, provider));
            JsonObject answer = READER.find(response.body())
                    .orElseThrow(() -> new Refusal(BAD_GATEWAY, "The identity provider answers in no JSON"));
            if (!response.isSuccess()) {
                throw new Refusal(
                        REFUSED,
                        "The identity provider refused: "
                                + answer.text("error").filter(CodeRoute::isWord).orElse("no reason given"));
            }
            String token = answer.text("id_token")
                    .orElseThrow(() -> new Refusal(BAD_GATEWAY, "The identity provider gave no ID token"));
            return Reply.ok(new JsonMembers().put("id_token", token));
        } catch (EnvdriftException | IllegalArgumentException e) {
            throw new Refusal(BAD_GATEWAY, "The identity provider does not answer");
        }
    }

    private static boolean isWord(String error) {
        return error.matches("[a-z_]{1,40}");
    }

    private static byte[] form(Map<String, String> given, LoginProvider provider) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", given.getOrDefault("code", ""));
        form.put("redirect_uri", given.getOrDefault("redirect_uri", ""));
        form.put("client_id", provider.clientId());
        form.put("code_verifier", given.getOrDefault("verifier", ""));
        provider.clientSecret().ifPresent(secret -> form.put("client_secret", secret.reveal()));
        return form.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, String> texts(Call call, String... names) {
        BodyMembers body = BodyMembers.of(call);
        Map<String, String> texts = new LinkedHashMap<>();
        for (String name : names) {
            texts.put(name, body.text(name, CodeRoute::wrong));
        }
        body.require();
        return texts;
    }

    private static Optional<String> wrong(String text) {
        return text.isEmpty() || text.length() > MAX_TEXT
                ? Optional.of("it must have 1 to " + MAX_TEXT + " characters")
                : Optional.empty();
    }
}
