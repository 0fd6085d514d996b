package io.envdrift.server.pipeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Finds the operation of a request, or the API that answers that there is none. */
public final class Router {
    private final Map<String, List<Entry>> exact = new HashMap<>();
    private final List<Shape> shapes;
    private final List<Prefix> prefixes;

    private record Entry(Api api, Route route) {}

    /** A template with parameters, and what its methods do. */
    private record Shape(PathTemplate path, List<Entry> entries) {}

    private record Prefix(String text, Api api) {
        boolean covers(String rawPath) {
            return rawPath.startsWith(text) || api.ownsBarePrefixes() && text.equals(rawPath + "/");
        }
    }

    /**
     * Creates a router.
     *
     * @param apis one of them answers for {@code /}
     * @throws IllegalArgumentException when none does
     */
    public Router(List<Api> apis) {
        Map<String, Shape> byTemplate = new LinkedHashMap<>();
        for (Api api : apis) {
            for (Route route : api.routes()) {
                PathTemplate path = route.operation().path();
                Entry entry = new Entry(api, route);
                if (path.isExact()) {
                    exact.computeIfAbsent(path.toString(), any -> new ArrayList<>())
                            .add(entry);
                } else {
                    byTemplate
                            .computeIfAbsent(path.toString(), any -> new Shape(path, new ArrayList<>()))
                            .entries()
                            .add(entry);
                }
            }
        }
        this.shapes = byTemplate.values().stream()
                .sorted(Comparator.comparingInt((Shape shape) -> shape.path().literals())
                        .reversed())
                .toList();
        this.prefixes = apis.stream()
                .flatMap(api -> api.prefixes().stream().map(prefix -> new Prefix(prefix, api)))
                .sorted(Comparator.comparingInt((Prefix prefix) -> prefix.text().length())
                        .reversed())
                .toList();
        if (prefixes.stream().noneMatch(prefix -> prefix.text().equals("/"))) {
            throw new IllegalArgumentException("no API answers for unknown paths");
        }
    }

    /** What a request means. */
    public sealed interface Target {
        /** Returns the API that answers. */
        Api api();

        /**
         * An operation.
         *
         * @param parameters of the path, still percent-encoded
         */
        record Found(Api api, Route route, Map<String, String> parameters) implements Target {}

        /**
         * No operation.
         *
         * @param methods which the path knows instead, sorted; empty when it knows none
         */
        record Unknown(Api api, List<String> methods) implements Target {}
    }

    /**
     * Finds the operation of a request.
     *
     * @param rawPath as it was sent, without the query
     */
    public Target find(String method, String rawPath) {
        List<Entry> entries = exact.getOrDefault(rawPath, List.of());
        Map<String, String> parameters = Map.of();
        if (entries.isEmpty()) {
            List<String> parts = PathTemplate.split(rawPath);
            for (Shape shape : shapes) {
                Optional<Map<String, String>> matched = shape.path().match(parts);
                if (matched.isPresent()) {
                    parameters = matched.get();
                    entries = shape.entries();
                    break;
                }
            }
            if (entries.isEmpty()) {
                return new Target.Unknown(owner(rawPath), List.of());
            }
        }
        for (Entry entry : entries) {
            if (entry.route().operation().method().equals(method)) {
                return new Target.Found(entry.api(), entry.route(), parameters);
            }
        }
        TreeSet<String> methods = new TreeSet<>();
        entries.forEach(entry -> methods.add(entry.route().operation().method()));
        return new Target.Unknown(entries.getFirst().api(), List.copyOf(methods));
    }

    /** Returns the API that answers for a path: the one with the longest prefix. */
    public Api owner(String rawPath) {
        return prefixes.stream()
                .filter(prefix -> prefix.covers(rawPath))
                .findFirst()
                .or(() -> Optional.of(prefixes.getLast()))
                .orElseThrow()
                .api();
    }
}
