package io.envdrift.provider.gcp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** JSON that Google's libraries leave to us, read with their reader. */
final class GoogleJson {
    private GoogleJson() {}

    /** Reads an object; nothing for anything else. The parser's message is not passed on: it may quote the text. */
    static Optional<JsonObject> parse(String text) {
        try {
            return object(JsonParser.parseString(text));
        } catch (JsonParseException e) {
            return Optional.empty();
        }
    }

    /** Returns a member that is an object. */
    static Optional<JsonObject> object(@Nullable JsonElement element) {
        return element != null && element.isJsonObject() ? Optional.of(element.getAsJsonObject()) : Optional.empty();
    }

    /** Returns a member that is text. */
    static Optional<String> text(@Nullable JsonElement element) {
        return element != null
                        && element.isJsonPrimitive()
                        && element.getAsJsonPrimitive().isString()
                ? Optional.of(element.getAsString())
                : Optional.empty();
    }
}
