package io.envdrift.server.api.envsync;

import io.envdrift.server.api.envsync.Invalid.Problem;
import io.envdrift.server.pipeline.Call;
import io.envdrift.server.pipeline.Refusal;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The members of a body: exactly the types that are asked for, nothing is converted. All that is wrong is told at once, in the
 * order in which it was asked for, by {@link #require}; until then something wrong reads as empty.
 */
final class BodyMembers {
    private static final String NO_TEXT = "Input should be a valid string";

    private final Map<String, @Nullable Object> members;
    private final List<Problem> problems = new ArrayList<>();

    private BodyMembers(Map<String, @Nullable Object> members) {
        this.members = members;
    }

    /** What a text must be. */
    @FunctionalInterface
    interface Rule {
        /** Says what is wrong with a text that can be stored, if anything is. */
        Optional<String> wrong(String text);

        /** Returns a rule for a name; says of which word the name is. */
        static Rule name(Rule rule) {
            return text -> rule.wrong(text).map(what -> "the name " + what);
        }
    }

    /**
     * Reads a body.
     *
     * @throws Refusal as {@link Bodies#object} does
     */
    static BodyMembers of(Call call) {
        return new BodyMembers(Bodies.object(call).members());
    }

    /** Returns a text that must be there. */
    String text(String name, Rule rule) {
        return isThere(name) ? checked(members.get(name), rule, "body", name) : "";
    }

    /** Returns a list of texts that must be there. */
    List<String> texts(String name, Rule rule) {
        if (!isThere(name)) {
            return List.of();
        }
        if (!(members.get(name) instanceof List<?> elements)) {
            problems.add(new Problem("list_type", List.of("body", name), "Input should be a valid list"));
            return List.of();
        }
        List<String> texts = new ArrayList<>(elements.size());
        for (Object element : elements) {
            texts.add(checked(element, rule, "body", name, texts.size()));
        }
        return texts;
    }

    /** Returns a whole number, 0 or greater, that must be there. */
    long number(String name) {
        return isThere(name) ? whole(name, "Input should be a valid integer").orElse(0) : 0;
    }

    /** Returns a whole number within bounds, or another one when there is none. */
    long number(String name, long least, long most, long fallback) {
        OptionalLong number = members.containsKey(name) ? Bodies.whole(members.get(name)) : OptionalLong.of(fallback);
        if (number.isEmpty() || number.getAsLong() < least || number.getAsLong() > most) {
            String message = "Input should be a valid integer from " + least + " to " + most;
            problems.add(new Problem("int_type", List.of("body", name), message));
        }
        return number.orElse(fallback);
    }

    /** Returns the version that must be current; none and null mean that it does not matter. */
    OptionalLong expectedVersion() {
        String name = "expected_version";
        return members.get(name) == null
                ? OptionalLong.empty()
                : whole(name, "Input should be a valid integer, 0 or greater");
    }

    /** Returns a member that may be missing. */
    @Nullable
    Object optional(String name, Object fallback) {
        return members.getOrDefault(name, fallback);
    }

    /** Notes something that is wrong. */
    void add(Problem problem) {
        problems.add(problem);
    }

    /**
     * Demands that nothing was wrong.
     *
     * @throws Invalid when something was
     */
    void require() {
        if (!problems.isEmpty()) {
            throw new Invalid(problems);
        }
    }

    private boolean isThere(String name) {
        if (members.containsKey(name)) {
            return true;
        }
        problems.add(Problem.missing("body", name));
        return false;
    }

    private OptionalLong whole(String name, String otherwise) {
        OptionalLong whole = Bodies.whole(members.get(name));
        if (whole.isEmpty()) {
            problems.add(new Problem("int_type", List.of("body", name), otherwise));
        }
        return whole;
    }

    private String checked(@Nullable Object value, Rule rule, Serializable... location) {
        if (!(value instanceof String text)) {
            problems.add(new Problem("string_type", List.of(location), NO_TEXT));
            return "";
        }
        if (!Names.isStorable(text)) {
            problems.add(new Problem(
                    "string_unicode", List.of(location), NO_TEXT + ", unable to parse raw data as a unicode string"));
            return "";
        }
        rule.wrong(text)
                .ifPresent(what -> problems.add(new Problem("value_error", List.of(location), "Value error, " + what)));
        return text;
    }
}
