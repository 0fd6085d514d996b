package io.envdrift.server.pipeline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A path with parameters: {@code {name}} is one segment, {@code {name:regex}} one that fits, {@code {name*}} one or more. At
 * most one parameter takes several segments. Paths are matched as they were sent: an encoded slash separates nothing.
 */
public final class PathTemplate {
    private final String text;
    private final List<Segment> segments;
    private final int greedy;

    private PathTemplate(String text, List<Segment> segments) {
        this.text = text;
        this.segments = segments;
        this.greedy = greedyIndex(segments);
    }

    private record Segment(String text, boolean parameter, boolean many, Optional<Pattern> rule) {
        static Segment of(String text) {
            if (!text.startsWith("{") || !text.endsWith("}")) {
                return new Segment(text, false, false, Optional.empty());
            }
            String inner = text.substring(1, text.length() - 1);
            int colon = inner.indexOf(':');
            if (colon >= 0) {
                Pattern rule = Pattern.compile(inner.substring(colon + 1));
                return new Segment(inner.substring(0, colon), true, false, Optional.of(rule));
            }
            return inner.endsWith("*")
                    ? new Segment(inner.substring(0, inner.length() - 1), true, true, Optional.empty())
                    : new Segment(inner, true, false, Optional.empty());
        }

        /** An empty segment is no parameter: two slashes, or one at the end, are another path. */
        boolean fits(List<String> raw) {
            if (!parameter) {
                return text.equals(raw.getFirst());
            }
            return raw.stream().noneMatch(String::isEmpty)
                    && (rule.isEmpty() || rule.get().matcher(raw.getFirst()).matches());
        }
    }

    /**
     * Reads a template.
     *
     * @throws IllegalArgumentException when it does not start with a slash or has two parameters of several segments
     */
    public static PathTemplate parse(String text) {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("a path starts with a slash");
        }
        List<Segment> segments = split(text).stream().map(Segment::of).toList();
        if (segments.stream().filter(Segment::many).count() > 1) {
            throw new IllegalArgumentException("only one parameter may take several segments");
        }
        return new PathTemplate(text, segments);
    }

    /**
     * Returns the parameters of a path, still percent-encoded, or nothing when the path is another one.
     *
     * @param parts the path as it was sent, split, without the query
     */
    Optional<Map<String, String>> match(List<String> parts) {
        int extra = parts.size() - segments.size();
        if (greedy < 0 ? extra != 0 : extra < 0) {
            return Optional.empty();
        }
        if (!agreesInLiterals(parts, extra)) {
            return Optional.empty();
        }
        Map<String, String> parameters = new HashMap<>();
        int part = 0;
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            int end = part + (i == greedy ? extra : 0) + 1;
            List<String> raw = parts.subList(part, end);
            if (!segment.fits(raw)) {
                return Optional.empty();
            }
            if (segment.parameter()) {
                parameters.put(segment.text(), String.join("/", raw));
            }
            part = end;
        }
        return Optional.of(parameters);
    }

    /** Compares the literal segments first: they tell most templates of a length apart. */
    private boolean agreesInLiterals(List<String> parts, int extra) {
        for (int i = segments.size() - 1; i >= 0; i--) {
            Segment segment = segments.get(i);
            if (!segment.parameter() && !segment.text().equals(parts.get(greedy >= 0 && i > greedy ? i + extra : i))) {
                return false;
            }
        }
        return true;
    }

    /** Tells whether the template has a parameter of a name. */
    public boolean hasParameter(String name) {
        for (Segment segment : segments) {
            if (segment.parameter() && segment.text().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** Splits a path at its slashes. */
    static List<String> split(String path) {
        return new ArrayList<>(
                Arrays.asList(path.substring(path.startsWith("/") ? 1 : 0).split("/", -1)));
    }

    /** Returns how specific the template is: of several that fit, the one with most literal segments counts. */
    int literals() {
        return (int) segments.stream().filter(segment -> !segment.parameter()).count();
    }

    /** Tells whether the template is one path. */
    boolean isExact() {
        return literals() == segments.size();
    }

    private static int greedyIndex(List<Segment> segments) {
        for (int i = 0; i < segments.size(); i++) {
            if (segments.get(i).many()) {
                return i;
            }
        }
        return -1;
    }

    /** Returns the template as it was written. */
    @Override
    public String toString() {
        return text;
    }
}
