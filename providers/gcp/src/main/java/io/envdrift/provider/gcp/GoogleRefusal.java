package io.envdrift.provider.gcp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.envdrift.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Thrown when a service of Google's answered with a status that is none of success. It is unchecked so that the libraries,
 * which catch {@code IOException} to try again, let it pass. It carries nothing of the answer's text: that may quote what
 * was sent.
 */
final class GoogleRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]{1,80}");

    private final transient HttpResponse answer;

    GoogleRefusal(HttpResponse answer) {
        super("HTTP status " + answer.status());
        this.answer = answer;
    }

    HttpResponse answer() {
        return answer;
    }

    int status() {
        return answer.status();
    }

    /** Returns the name of a failed call's status, as in {@code NOT_FOUND}, or of an OAuth error, as in {@code invalid_grant}. */
    Optional<String> name() {
        return body().map(body -> body.get("error"))
                .flatMap(error -> error.isJsonObject() ? text(error.getAsJsonObject(), "status") : text(error))
                .filter(name -> NAME.matcher(name).matches());
    }

    /** Returns the reasons that the error's details give, as in {@code SERVICE_DISABLED}. */
    List<String> reasons() {
        return error().map(error -> error.get("details")).stream()
                .filter(JsonElement::isJsonArray)
                .flatMap(details -> details.getAsJsonArray().asList().stream())
                .filter(JsonElement::isJsonObject)
                .flatMap(detail -> text(detail.getAsJsonObject(), "reason").stream())
                .toList();
    }

    /** Tells whether the body is something that no service of Google's answers to a program. */
    boolean isPage() {
        return error().isEmpty() && !answer.text().isEmpty();
    }

    /** Tells whether the error's text holds some words. The text itself is nobody's business. */
    boolean mentions(String words) {
        return error().flatMap(error -> text(error, "message")).stream().anyMatch(message -> message.contains(words));
    }

    private Optional<JsonObject> error() {
        return body().map(body -> body.get("error"))
                .filter(JsonElement::isJsonObject)
                .map(JsonElement::getAsJsonObject);
    }

    private Optional<JsonObject> body() {
        try {
            return Stream.of(JsonParser.parseString(answer.text()))
                    .filter(JsonElement::isJsonObject)
                    .map(JsonElement::getAsJsonObject)
                    .findFirst();
        } catch (JsonParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(JsonObject object, String field) {
        return Optional.ofNullable(object.get(field)).flatMap(GoogleRefusal::text);
    }

    private static Optional<String> text(JsonElement element) {
        return element.isJsonPrimitive() && element.getAsJsonPrimitive().isString()
                ? Optional.of(element.getAsString())
                : Optional.empty();
    }
}
