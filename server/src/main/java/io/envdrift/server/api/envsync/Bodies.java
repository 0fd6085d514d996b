package io.envdrift.server.api.envsync;

import io.envdrift.base.StrictText;
import io.envdrift.json.JsonException;
import io.envdrift.json.JsonLimits;
import io.envdrift.json.JsonNumber;
import io.envdrift.json.JsonObject;
import io.envdrift.json.JsonReader;
import io.envdrift.server.api.envsync.Invalid.Problem;
import io.envdrift.server.pipeline.Call;
import io.envdrift.server.pipeline.Refusal;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads bodies as FastAPI does: a type of JSON, UTF-8 with or without a byte order mark, an object. */
final class Bodies {
    private static final JsonReader READER = new JsonReader(JsonLimits.GENEROUS).takingTheLast();
    private static final Pattern JSON_TYPE =
            Pattern.compile("application/(json|[^;\\s]+\\+json)\\s*(;.*)?", Pattern.DOTALL);
    private static final int BAD_REQUEST = 400;

    private Bodies() {}

    /**
     * Reads an object.
     *
     * @throws Refusal 400 when the bytes are no UTF-8, 422 when they are no JSON object or have another type
     */
    static JsonObject object(Call call) {
        byte[] body = call.body();
        if (body.length == 0) {
            throw Invalid.of(Problem.missing("body"));
        }
        String type = call.headers()
                .first("Content-Type")
                .orElse("")
                .toLowerCase(Locale.ROOT)
                .strip();
        if (!JSON_TYPE.matcher(type).matches()) {
            throw noObject();
        }
        Object value = value(body);
        if (value == null) {
            throw Invalid.of(Problem.missing("body"));
        }
        if (value instanceof JsonObject object) {
            return object;
        }
        throw noObject();
    }

    /** Returns a member that is a whole number, 0 or greater; nothing for anything else. */
    static OptionalLong whole(@Nullable Object value) {
        OptionalLong whole = value instanceof JsonNumber number ? number.whole() : OptionalLong.empty();
        return whole.isPresent() && whole.getAsLong() < 0 ? OptionalLong.empty() : whole;
    }

    private static Invalid noObject() {
        return Invalid.of(new Problem(
                "model_attributes_type",
                List.of("body"),
                "Input should be a valid dictionary or object to extract fields from"));
    }

    private static @Nullable Object value(byte[] body) {
        String text = StrictText.decode(body)
                .orElseThrow(() -> new Refusal(BAD_REQUEST, "There was an error parsing the body"));
        try {
            return READER.value(body);
        } catch (JsonException e) {
            String bare = text.startsWith("\uFEFF") ? text.substring(1) : text;
            throw Invalid.of(new Problem("json_invalid", List.of("body", JsonFault.find(bare)), "JSON decode error"));
        }
    }
}
