package io.envdrift.server.api.envsync;

import io.envdrift.json.JsonObject;
import io.envdrift.server.api.envsync.Invalid.Problem;
import io.envdrift.server.pipeline.Call;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What is pushed: exactly these types, nothing is converted. All that is wrong is told at once, in the order of the members.
 *
 * @param names of the keys, as {@link Versions#json} writes them: here, and not while other pushes wait for this one's transaction
 * @param expected the version that this one replaces, 0 for none
 */
record Push(String ciphertext, String names, OptionalLong expected) {
    private static final String NO_TEXT = "Input should be a valid string";

    /**
     * Reads a body.
     *
     * @throws Invalid when something is missing or of another type
     */
    static Push read(Call call) {
        JsonObject json = Bodies.object(call);
        Map<String, @Nullable Object> members = json.members();
        List<Problem> problems = new ArrayList<>();
        Object ciphertext = required(members, "ciphertext", problems);
        if (members.containsKey("ciphertext")) {
            text(ciphertext, problems, false, "body", "ciphertext");
        }
        Object names = required(members, "key_names", problems);
        if (members.containsKey("key_names") && !(names instanceof List<?>)) {
            problems.add(new Problem("list_type", List.of("body", "key_names"), "Input should be a valid list"));
        }
        List<?> elements = names instanceof List<?> list ? list : List.of();
        for (int i = 0; i < elements.size(); i++) {
            text(elements.get(i), problems, true, "body", "key_names", i);
        }
        OptionalLong expected = number(members.get("expected_version"), problems);
        if (!problems.isEmpty()) {
            throw new Invalid(problems);
        }
        return new Push(
                String.valueOf(ciphertext),
                Versions.json(elements.stream().map(String::valueOf).toList()),
                expected);
    }

    private static @Nullable Object required(
            Map<String, @Nullable Object> members, String name, List<Problem> problems) {
        if (!members.containsKey(name)) {
            problems.add(Problem.missing("body", name));
        }
        return members.get(name);
    }

    private static void text(@Nullable Object value, List<Problem> problems, boolean name, Serializable... location) {
        if (!(value instanceof String text)) {
            problems.add(new Problem("string_type", List.of(location), NO_TEXT));
        } else if (!Names.isStorable(text)) {
            problems.add(new Problem(
                    "string_unicode", List.of(location), NO_TEXT + ", unable to parse raw data as a unicode string"));
        } else if (name) {
            Optional<String> wrong = Names.wrong(text);
            wrong.ifPresent(what -> problems.add(Problem.value(what, location)));
        } else if (text.indexOf('\0') >= 0) {
            problems.add(new Problem("value_error", List.of(location), "Value error, NUL cannot be stored"));
        }
    }

    /** Reads the expected version; none and null mean that it does not matter. */
    static OptionalLong number(@Nullable Object value, List<Problem> problems) {
        if (value == null) {
            return OptionalLong.empty();
        }
        OptionalLong whole = Bodies.whole(value);
        if (whole.isPresent()) {
            return whole;
        }
        problems.add(new Problem(
                "int_type", List.of("body", "expected_version"), "Input should be a valid integer, 0 or greater"));
        return OptionalLong.empty();
    }

    /** Shows no ciphertext. */
    @Override
    public String toString() {
        return "Push[" + ciphertext.length() + " characters]";
    }
}
