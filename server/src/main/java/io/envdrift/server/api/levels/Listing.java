package io.envdrift.server.api.levels;

import io.envdrift.json.JsonMembers;
import io.envdrift.server.pipeline.Call;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Lists of projects, targets, environments, tokens and members: {@code sort}, {@code filter[name]}, {@code filter[slug]}, and pages. */
final class Listing {
    private Listing() {}

    /** Something in a list. */
    record Item<T>(T value, String name, String slug, String createdAt) {}

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
    static <T, X extends Exception> JsonMembers answer(Call call, List<Item<T>> items, Form<T, X> form) throws X {
        List<Item<T>> wanted = items.stream()
                .filter(matching(call, "name", item -> item.name()))
                .filter(matching(call, "slug", item -> item.slug()))
                .sorted(order(call))
                .collect(Collectors.toList());
        Page page = Page.of(call);
        List<JsonMembers> part = new ArrayList<>();
        for (Item<T> item : page.of(wanted)) {
            part.add(form.of(item.value()));
        }
        return page.answer(part, wanted.size());
    }

    private interface Text<T> {
        String of(Item<T> item);
    }

    private static <T> Predicate<Item<T>> matching(Call call, String field, Text<T> text) {
        Optional<String> part = call.query("filter[" + field + "]").stream().findFirst();
        return item -> part.isEmpty() || text.of(item).contains(part.get());
    }

    private static <T> Comparator<Item<T>> order(Call call) {
        String sort = call.query("sort").stream().findFirst().orElse("slug");
        boolean down = sort.startsWith("-");
        Comparator<Item<T>> order = switch (down ? sort.substring(1) : sort) {
            case "name" -> Comparator.comparing(Item::name);
            case "slug" -> Comparator.comparing(Item::slug);
            case "created_at" -> Comparator.comparing(Item::createdAt);
            default -> throw Refused.invalid("sort", "sort must be name, slug or created_at, with - for down");
        };
        return down ? order.reversed() : order;
    }
}
