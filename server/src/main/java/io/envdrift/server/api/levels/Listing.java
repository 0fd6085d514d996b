package io.envdrift.server.api.levels;

import io.envdrift.json.JsonMembers;
import io.envdrift.server.pipeline.Call;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A list of projects, targets, environments, tokens or members: {@code sort}, {@code filter[name]}, {@code filter[slug]}, and
 * pages.
 *
 * @param name returns something's name; the others likewise
 */
record Listing<T>(Function<T, String> name, Function<T, String> slug, Function<T, String> createdAt) {
    /** Makes what is answered of something. */
    @FunctionalInterface
    interface Form<T, X extends Exception> {
        /** Returns the resource. */
        JsonMembers of(T value) throws X;
    }

    /**
     * Returns the part of a list that is asked for.
     *
     * @throws Refused 422 when the query is wrong
     */
    <X extends Exception> JsonMembers answer(Call call, List<T> items, Form<T, X> form) throws X {
        List<T> wanted = items.stream()
                .filter(matching(call, "name", name))
                .filter(matching(call, "slug", slug))
                .sorted(order(call))
                .toList();
        Page page = Page.of(call);
        List<JsonMembers> part = new ArrayList<>();
        for (T item : page.of(wanted)) {
            part.add(form.of(item));
        }
        return page.answer(part, wanted.size());
    }

    private static <T> Predicate<T> matching(Call call, String field, Function<T, String> text) {
        Optional<String> part = call.query("filter[" + field + "]").stream().findFirst();
        return item -> part.isEmpty() || text.apply(item).contains(part.get());
    }

    private Comparator<T> order(Call call) {
        String sort = call.query("sort").stream().findFirst().orElse("slug");
        boolean down = sort.startsWith("-");
        Comparator<T> order = switch (down ? sort.substring(1) : sort) {
            case "name" -> Comparator.comparing(name);
            case "slug" -> Comparator.comparing(slug);
            case "created_at" -> Comparator.comparing(createdAt);
            default -> throw Refused.invalid("sort", "sort must be name, slug or created_at, with - for down");
        };
        return down ? order.reversed() : order;
    }
}
