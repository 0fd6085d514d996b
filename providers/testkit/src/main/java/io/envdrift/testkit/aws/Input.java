package io.envdrift.testkit.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The members of a request, each read once; what is left over at the end is unknown and refused. */
final class Input {
    private final ObjectNode members;

    Input(ObjectNode members) {
        this.members = members.deepCopy();
    }

    String require(String name) {
        return text(name).orElseThrow(() -> invalid(name + " is missing"));
    }

    Optional<String> text(String name) {
        return take(name).map(value -> {
            if (!value.isString()) {
                throw invalid(name + " is no text");
            }
            return value.stringValue();
        });
    }

    Optional<Integer> number(String name) {
        return take(name).map(value -> {
            if (!value.isInt()) {
                throw invalid(name + " is no number");
            }
            return value.intValue();
        });
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        take(name).ifPresent(list -> list.forEach(value -> texts.add(value.stringValue())));
        return texts;
    }

    List<Input> objects(String name) {
        List<Input> objects = new ArrayList<>();
        take(name).ifPresent(list -> list.forEach(value -> objects.add(new Input((ObjectNode) value))));
        return objects;
    }

    /** Refuses members that nobody read. */
    void end() {
        Set<String> left = Set.copyOf(members.propertyNames());
        if (!left.isEmpty()) {
            throw invalid("unknown members " + left);
        }
    }

    /** The real service quotes what it finds fault with; so does this one, for the search for leaks. */
    AwsError invalid(String text) {
        return AwsError.refused("ValidationException", text + " in " + members);
    }

    private Optional<JsonNode> take(String name) {
        return Optional.ofNullable(members.remove(name));
    }
}
