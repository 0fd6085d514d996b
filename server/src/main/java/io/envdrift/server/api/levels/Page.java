package io.envdrift.server.api.levels;

import io.envdrift.base.WholeNumber;
import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import io.envdrift.server.pipeline.Call;
import java.util.List;
import java.util.Optional;

/**
 * The requested part of a list.
 *
 * @param number counted from 1
 * @param size 1 to 100
 */
record Page(long number, long size) {
    private static final long DEFAULT_SIZE = 25;
    private static final long MAX_SIZE = 100;
    private static final long MAX_NUMBER = 1_000_000;

    /**
     * Reads {@code ?page=&per_page=}.
     *
     * @throws Refused 422 when they are no such numbers
     */
    static Page of(Call call) {
        return new Page(
                number(call.query("page").stream().findFirst(), "page", 1, MAX_NUMBER),
                number(call.query("per_page").stream().findFirst(), "per_page", DEFAULT_SIZE, MAX_SIZE));
    }

    /** Reads the members of a body. */
    static Page of(JsonObject json) {
        return new Page(
                number(json.textOrNumber("page"), "page", 1, MAX_NUMBER),
                number(json.textOrNumber("per_page"), "per_page", DEFAULT_SIZE, MAX_SIZE));
    }

    private static long number(Optional<String> text, String name, long missing, long most) {
        if (text.isEmpty()) {
            return missing;
        }
        return WholeNumber.within(text.get(), 1, most)
                .orElseThrow(() -> Refused.invalid(name, name + " must be a whole number from 1 to " + most));
    }

    long offset() {
        return (number - 1) * size;
    }

    /** Returns the part of a whole list. */
    <T> List<T> of(List<T> all) {
        int from = (int) Math.min(offset(), all.size());
        int to = (int) Math.min(offset() + size, all.size());
        return all.subList(from, to);
    }

    /** Returns a list as it is answered. */
    JsonMembers answer(List<JsonMembers> part, long total) {
        Optional<Long> from = part.isEmpty() ? Optional.empty() : Optional.of(offset() + 1);
        Optional<Long> to = part.isEmpty() ? Optional.empty() : Optional.of(offset() + part.size());
        JsonMembers meta = new JsonMembers()
                .put("current_page", number)
                .putNullable("from", from)
                .put("last_page", Math.max(1, (total + size - 1) / size))
                .put("per_page", size)
                .putNullable("to", to)
                .put("total", total);
        return new JsonMembers().put("data", part).put("meta", meta);
    }
}
