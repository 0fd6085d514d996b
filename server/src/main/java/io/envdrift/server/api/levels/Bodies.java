package io.envdrift.server.api.levels;

import io.envdrift.json.JsonException;
import io.envdrift.json.JsonLimits;
import io.envdrift.json.JsonObject;
import io.envdrift.json.JsonReader;
import io.envdrift.levels.protocol.LevelsRefusal;
import io.envdrift.server.pipeline.Call;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads bodies: no JSON object is 400, a wrong member 422. An empty body is as good as an empty object. */
final class Bodies {
    /** The longest name, description or other text beside contents. */
    static final int MAX_TEXT = 1000;

    private static final JsonReader READER = new JsonReader(new JsonLimits(64 << 20, 8, 64, 10_000, 50_000));
    /** The reader's and the protocol's messages start with the name of the member. */
    private static final Pattern MEMBER = Pattern.compile("([a-z][a-z_]*)(,| required| must| is) ?.*", Pattern.DOTALL);

    private Bodies() {}

    /**
     * Reads a body.
     *
     * @throws Refused 400 when it is no JSON object, 422 when a member is missing or wrong
     */
    static <Q> Q read(Call call, Function<JsonObject, Q> reader) {
        JsonObject json = object(call);
        try {
            return reader.apply(json);
        } catch (JsonException e) {
            String message = String.valueOf(e.getMessage());
            Matcher named = MEMBER.matcher(message);
            throw Refused.invalid(named.matches() ? named.group(1) : "body", message);
        }
    }

    private static JsonObject object(Call call) {
        byte[] body = call.body().length == 0 ? new byte[] {'{', '}'} : call.body();
        try {
            if (READER.value(body) instanceof JsonObject object) {
                return object;
            }
        } catch (JsonException e) {
            throw Refused.of(LevelsRefusal.MALFORMED, "The body is no JSON: " + e.getMessage());
        }
        throw Refused.of(LevelsRefusal.MALFORMED, "The body is no JSON object");
    }

    /** Returns a text of at most {@value #MAX_TEXT} characters, without control characters. */
    static Optional<String> text(JsonObject json, String name) {
        Optional<String> text = json.text(name);
        if (text.isPresent() && text.get().length() > MAX_TEXT) {
            throw Refused.invalid(name, name + " is longer than " + MAX_TEXT + " characters");
        }
        if (text.isPresent() && text.get().codePoints().anyMatch(Character::isISOControl)) {
            throw Refused.invalid(name, name + " contains a control character");
        }
        return text;
    }

    /** Returns a text that must be there and not blank. */
    static String requireText(JsonObject json, String name) {
        return text(json, name)
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> Refused.invalid(name, name + " required"));
    }

    /** Returns the name that something is to have, if it is to have another one. */
    static Optional<String> name(JsonObject json) {
        return json.members().get("name") == null ? Optional.empty() : Optional.of(requireText(json, "name"));
    }

    /** Returns a text out of a list of choices. */
    static Optional<String> choice(JsonObject json, String name, List<String> choices) {
        Optional<String> text = json.text(name);
        if (text.isPresent() && !choices.contains(text.get())) {
            throw Refused.invalid(name, name + " must be one of " + String.join(", ", choices));
        }
        return text;
    }

    /** Returns the version that the caller expects, if it matters: 0 for none. */
    static OptionalLong expectedVersion(JsonObject json) {
        return natural("expected_version", json.whole("expected_version"));
    }

    /** Returns a number that must not be negative. */
    static OptionalLong natural(String name, OptionalLong number) {
        if (number.orElse(0) < 0) {
            throw Refused.invalid(name, name + " must not be negative");
        }
        return number;
    }

    /** Returns a flag, which may be missing. */
    static Optional<Boolean> flag(JsonObject json, String name) {
        return json.members().get(name) == null ? Optional.empty() : Optional.of(json.flag(name));
    }

    /** Returns a time, RFC 3339. */
    static Optional<Instant> time(JsonObject json, String name) {
        try {
            return json.text(name).map(text -> OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            throw Refused.invalid(name, name + " must be a time, as in 2027-01-31T12:00:00Z");
        }
    }
}
