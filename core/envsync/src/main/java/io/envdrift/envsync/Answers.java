package io.envdrift.envsync;

import io.envdrift.base.ErrorCode;
import io.envdrift.envsync.protocol.EnvSyncRefusal;
import io.envdrift.http.HttpResponse;
import io.envdrift.http.RefusedAnswer;
import io.envdrift.json.JsonException;
import io.envdrift.json.JsonLimits;
import io.envdrift.json.JsonObject;
import io.envdrift.json.JsonReader;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Turns an answer of the server into a message or into an error. */
final class Answers {
    private static final JsonReader READER = new JsonReader(JsonLimits.GENEROUS).takingTheLast();

    private Answers() {}

    /**
     * Reads an answer.
     *
     * @param call what was asked, as the command line names it
     * @param token gets blamed when it has expired
     * @param now the time by this machine's clock
     * @throws EnvSyncException when it is no success, no JSON object, or another message
     */
    static <T> T read(
            String call,
            HttpResponse response,
            Optional<AccessToken> token,
            Instant now,
            Function<JsonObject, T> reader) {
        if (!response.isSuccess()) {
            throw refused(call, response, token, now);
        }
        try {
            return reader.apply(READER.object(response.body()));
        } catch (JsonException e) {
            throw new EnvSyncException(
                    ErrorCode.MALFORMED_ANSWER,
                    0,
                    "EnvSync " + call + " failed: the answer is not that of an EnvSync server",
                    "check ENVSYNC_API");
        }
    }

    /** Tells whether an answer says that the branch has no version yet; any other 404 is another server's or a proxy's. */
    static boolean isNothing(HttpResponse response) {
        return known(response).filter(EnvSyncRefusal.NOTHING_STORED::equals).isPresent();
    }

    private static Optional<EnvSyncRefusal> known(HttpResponse response) {
        return detail(response).flatMap(text -> EnvSyncRefusal.of(response.status(), text));
    }

    private static EnvSyncException refused(
            String call, HttpResponse response, Optional<AccessToken> token, Instant now) {
        int status = response.status();
        RefusedAnswer answer = RefusedAnswer.of(response, detail(response));
        String message = "EnvSync " + call + " failed (" + status + "): " + answer.text();
        return new EnvSyncException(
                answer.code(ErrorCode.VAULT_FAILED), status, message, hint(call, status, answer.text(), token, now));
    }

    private static String hint(String call, int status, String text, Optional<AccessToken> token, Instant now) {
        if (status < 400) {
            return "a redirect is never followed: set ENVSYNC_API to the address that the server itself answers at";
        }
        return switch (status) {
            case 401 ->
                token.flatMap(AccessToken::expiry)
                        .filter(expiry -> expiry.isBefore(now))
                        .map(expiry -> "the token expired at " + expiry + "; get a new one")
                        .orElse("the server does not take this token: it may be revoked, of another server, or"
                                + " changed");
            case 403 -> "ask an owner of the project for a token that covers it; check project_id in .envsync.json";
            case 404 ->
                text.equals(EnvSyncRefusal.NOT_FOUND.text())
                        ? "no such path there: the original's server has no such call, and no branch with a '/'; check"
                                + " ENVSYNC_API"
                        : call.equals("rollback")
                                ? "envsync versions shows the numbers"
                                : "check the names, and ENVSYNC_API";
            case 409 -> "pull first, and put your changes on top of it; --force replaces what is there";
            case 413 -> "the server has a limit for the size of a file";
            case 422 -> "the server does not take these names";
            case 429 -> "wait a minute";
            default -> status >= 500 ? "the server failed; try again later" : "see the server's answer";
        };
    }

    /** Returns {@code detail}: a text, or FastAPI's list of what is wrong with which member. */
    private static Optional<String> detail(HttpResponse response) {
        Optional<JsonObject> json = READER.tolerant().find(response.body());
        return json.flatMap(object -> object.text("detail").or(() -> problems(object)));
    }

    private static Optional<String> problems(JsonObject json) {
        Optional<List<JsonObject>> problems = json.objects("detail");
        return problems.map(list -> list.stream()
                .map(problem -> problem.text("msg").orElse("invalid"))
                .collect(Collectors.joining("; ")));
    }
}
