package io.envdrift.provider.gcp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.envdrift.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

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

    /** Returns the name of a failed call's status, as in {@code NOT_FOUND}, or of an OAuth error, as in {@code invalid_grant}. */
    Optional<String> name() {
        return error().flatMap(error -> GoogleJson.text(error.get("status")))
                .or(() -> body().flatMap(body -> GoogleJson.text(body.get("error"))))
                .filter(name -> NAME.matcher(name).matches());
    }

    /** Returns the reasons that the error's details give, as in {@code SERVICE_DISABLED}. */
    List<String> reasons() {
        return error().map(error -> error.get("details")).stream()
                .filter(JsonElement::isJsonArray)
                .flatMap(details -> details.getAsJsonArray().asList().stream())
                .flatMap(detail -> GoogleJson.object(detail).stream())
                .flatMap(detail -> GoogleJson.text(detail.get("reason")).stream())
                .toList();
    }

    /** Tells whether the body is a page, which no Google service sends to a program. */
    boolean isPage() {
        return error().isEmpty() && !answer.text().isEmpty();
    }

    /** Tells whether the error's text holds some words. The text itself is never shown. */
    boolean mentions(String words) {
        return error().flatMap(error -> GoogleJson.text(error.get("message"))).stream()
                .anyMatch(message -> message.contains(words));
    }

    private Optional<JsonObject> error() {
        return body().flatMap(body -> GoogleJson.object(body.get("error")));
    }

    private Optional<JsonObject> body() {
        return GoogleJson.parse(answer.text());
    }
}
