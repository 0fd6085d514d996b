package io.envdrift.levels.merge;

import io.envdrift.dotenv.RawValue;
import io.envdrift.levels.merge.Template.Part;
import io.envdrift.levels.merge.Template.Reference;
import io.envdrift.levels.merge.Template.Text;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the references between merged values as a graph: each value once, after those that it refers to. What is
 * inserted is not searched for references again, so a password with a dollar sign arrives as it is. An error affects
 * its own value and the values that refer to it, and no other. The original resolves by passes over the text;
 * {@code docs/compatibility.md} lists where the results differ.
 */
final class Resolver {
    /** What all references together may insert, in characters: a few short values could else fill the memory. */
    private static final int MAX_INSERTED = 4 * 1024 * 1024;

    private final Map<String, Template> templates = new LinkedHashMap<>();
    private final Map<String, String> environment;
    private final Map<String, String> values = new HashMap<>();
    private final Map<String, String> problems = new HashMap<>();
    private final Set<String> open = new LinkedHashSet<>();
    private int inserted;

    private Resolver(Collection<RawValue> raw, Map<String, String> environment) {
        this.environment = environment;
        for (RawValue value : raw) {
            templates.put(
                    value.name(),
                    value.literal() ? new Template(List.of(new Text(value.value()))) : Template.parse(value.value()));
        }
    }

    /**
     * Resolves.
     *
     * @param raw the values, each name once
     * @param environment variables of the process that references may name; empty unless the user asked for them
     */
    static Resolved resolve(Collection<RawValue> raw, Map<String, String> environment) {
        Resolver resolver = new Resolver(raw, environment);
        resolver.inOrder().forEach(resolver::valueOf);
        Map<String, String> values = new LinkedHashMap<>();
        Map<String, String> problems = new LinkedHashMap<>();
        for (String name : resolver.templates.keySet()) {
            String value = resolver.values.get(name);
            if (value == null) {
                problems.put(name, resolver.problems.getOrDefault(name, "not resolved"));
            } else {
                values.put(name, value);
            }
        }
        return new Resolved(values, problems);
    }

    /** The names, each after those that it refers to, so that a long chain needs no deep stack. */
    private Set<String> inOrder() {
        Set<String> ordered = new LinkedHashSet<>();
        Set<String> seen = new LinkedHashSet<>();
        for (String start : templates.keySet()) {
            Deque<String> path = new ArrayDeque<>();
            path.push(start);
            while (!path.isEmpty()) {
                String name = path.peek();
                if (seen.add(name)) {
                    references(templates.get(name)).stream()
                            .filter(other -> templates.containsKey(other) && !seen.contains(other))
                            .forEach(path::push);
                } else {
                    ordered.add(path.pop());
                }
            }
        }
        return ordered;
    }

    private static Set<String> references(@Nullable Template template) {
        Set<String> names = new LinkedHashSet<>();
        if (template != null) {
            for (Part part : template.parts()) {
                if (part instanceof Reference reference) {
                    names.add(reference.name());
                    names.addAll(references(reference.operand()));
                }
            }
        }
        return names;
    }

    /** Returns the resolved value of a name of the set, or nothing when it has a problem. */
    private @Nullable String valueOf(String name) {
        if (values.containsKey(name) || problems.containsKey(name)) {
            return values.get(name);
        }
        if (!open.add(name)) {
            return null;
        }
        StringBuilder result = new StringBuilder();
        String problem = append(templates.get(name), result);
        open.remove(name);
        if (problem == null) {
            values.put(name, result.toString());
        } else {
            problems.put(name, problem);
        }
        return values.get(name);
    }

    /** Appends what a template stands for, and returns what is wrong with it, if anything. */
    private @Nullable String append(@Nullable Template template, StringBuilder to) {
        if (template == null) {
            return null;
        }
        for (Part part : template.parts()) {
            String problem = switch (part) {
                case Text text -> append(text.text(), to);
                case Reference reference -> append(reference, to);
            };
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    private @Nullable String append(Reference reference, StringBuilder to) {
        String name = reference.name();
        String found;
        if (templates.containsKey(name)) {
            if (open.contains(name)) {
                return cycle(name);
            }
            found = valueOf(name);
            if (found == null) {
                String problem = problems.getOrDefault(name, "not resolved");
                return problem.startsWith("circular") ? problem : "refers to " + name + ", which cannot be resolved";
            }
        } else {
            found = environment.get(name);
        }
        boolean set = found != null && !found.isEmpty();
        return switch (reference.operator()) {
            case '-' -> set ? insert(found, to) : append(reference.operand(), to);
            case '+' -> set ? append(reference.operand(), to) : null;
            case '?' -> set ? insert(found, to) : reference.required();
            default -> set ? insert(found, to) : append(reference.written(), to);
        };
    }

    private String cycle(String name) {
        StringBuilder chain = new StringBuilder("circular reference: ");
        boolean within = false;
        for (String each : open) {
            within |= each.equals(name);
            if (within) {
                chain.append(each).append(" -> ");
            }
        }
        return chain.append(name).toString();
    }

    private static @Nullable String append(String text, StringBuilder to) {
        to.append(text);
        return null;
    }

    private @Nullable String insert(@Nullable String value, StringBuilder to) {
        String text = value == null ? "" : value;
        inserted += text.length();
        if (inserted > MAX_INSERTED) {
            return "its references insert too much text";
        }
        return append(text, to);
    }
}
