package io.envdrift.levels;

import io.envdrift.base.ErrorCode;
import io.envdrift.http.HttpResponse;
import io.envdrift.http.RefusedAnswer;
import io.envdrift.json.JsonException;
import io.envdrift.json.JsonLimits;
import io.envdrift.json.JsonObject;
import io.envdrift.json.JsonReader;
import io.envdrift.levels.protocol.LevelsRefusal;
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
     * @param call what was asked, for messages
     * @throws LevelsException when it is no success, no JSON object, or another message
     */
    static <T> T read(String call, HttpResponse response, Function<JsonObject, T> reader) {
        requireSuccess(call, response);
        try {
            return reader.apply(READER.object(response.body()));
        } catch (JsonException e) {
            throw new LevelsException(
                    ErrorCode.MALFORMED_ANSWER,
                    0,
                    null,
                    call + " failed: the answer is not that of a levels server",
                    "check --url or DOTENV_API_URL");
        }
    }

    /**
     * Accepts any success, with or without a body.
     *
     * @throws LevelsException when it is no success
     */
    static void requireSuccess(String call, HttpResponse response) {
        if (!response.isSuccess()) {
            throw refused(call, response);
        }
    }

    private static LevelsException refused(String call, HttpResponse response) {
        Optional<JsonObject> json = READER.tolerant().find(response.body());
        Optional<LevelsRefusal> refusal =
                json.flatMap(object -> object.text("error")).flatMap(LevelsRefusal::of);
        RefusedAnswer answer = RefusedAnswer.of(response, json.flatMap(Answers::said));
        return new LevelsException(
                answer.code(ErrorCode.VAULT_FAILED),
                response.status(),
                refusal.orElse(null),
                call + " failed (" + response.status() + "): " + answer.text(),
                refusal.map(Answers::hint).orElseGet(() -> hint(response.status())));
    }

    /** Returns {@code message}, with what is wrong with which member where the server lists it. */
    private static Optional<String> said(JsonObject json) {
        String message = json.text("message").or(() -> json.text("error")).orElse("");
        String problems = json.object("errors").map(Answers::problems).orElse("");
        String said = message.isEmpty() || problems.isEmpty() ? message + problems : message + " " + problems;
        return Optional.of(said).filter(text -> !text.isEmpty());
    }

    private static String problems(JsonObject errors) {
        return errors.names().stream()
                .map(name -> name + ": " + String.join(" ", errors.texts(name).orElse(List.of("invalid"))))
                .collect(Collectors.joining("; ", "(", ")"));
    }

    private static String hint(LevelsRefusal refusal) {
        return switch (refusal) {
            case KEY_PROOF_REQUIRED -> "give the project's client key: --client-key FILE or DOTENV_CLIENT_KEY_FILE";
            case KEY_PROOF_MISMATCH ->
                "this is not the project's key; nothing was stored. --client-key FILE names the right one";
            case VERSION_CONFLICT -> "somebody wrote this level meanwhile; read it again and repeat the change";
            case ROTATION_RUNNING -> "wait until the rotation of the project's key has ended, then repeat";
            case CONTENT_REQUIRED_FOR_OLD_KEY ->
                "the version is under an old key: give that key with --old-key FILE, and it is encrypted again";
            case CLIENT_MANAGED -> "only the holders of the key can do this";
            case INSUFFICIENT_PERMISSIONS ->
                "the token lacks a scope: a pull needs secret:read and key:retrieve, a push secret:write as well";
            case NOT_FOUND -> "check the path with levels tree; a token that is limited does not see what is outside";
            case PLAINTEXT_REFUSED -> "nothing was stored; the content must be encrypted";
            default -> hint(refusal.status());
        };
    }

    private static String hint(int status) {
        if (status < 400) {
            return "a redirect is never followed: set DOTENV_API_URL to the address that the server itself answers at";
        }
        return switch (status) {
            case 401 ->
                "the server does not take this token: it may be expired, deleted, rotated, or of another server";
            case 403 -> "ask an owner of the organization for a token that may do this";
            case 404 -> "check the path with levels tree; the original's server has fewer calls than ours";
            case 409 -> "look at what is there now, and repeat";
            case 413 -> "the server has a limit for the size of a level";
            case 422 -> "the server does not take these values";
            case 429 -> "wait a minute";
            default -> status >= 500 ? "the server failed; try again later" : "see the server's answer";
        };
    }
}
