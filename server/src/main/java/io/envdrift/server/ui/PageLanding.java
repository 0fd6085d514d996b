package io.envdrift.server.ui;

import io.envdrift.server.pipeline.Landing;
import io.envdrift.server.pipeline.Reply;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Sends a browser that asks for {@code /} or {@code /ui} to the page; programs get there what the API of the root answers. */
public final class PageLanding implements Landing {
    private static final Set<String> PATHS = Set.of("/", "/ui");
    private static final Set<String> METHODS = Set.of("GET", "HEAD");

    /** Relative, so that it is right behind a proxy that puts something before it. */
    private static final String TARGET = "ui/";

    @Override
    public Optional<Reply> of(String method, String path, List<String> accept) {
        return PATHS.contains(path)
                        && METHODS.contains(method)
                        && accept.stream()
                                .anyMatch(
                                        types -> types.toLowerCase(Locale.ROOT).contains("text/html"))
                ? Optional.of(
                        PageHeaders.on(Reply.empty(302).with("Location", TARGET).with("Vary", "Accept")))
                : Optional.empty();
    }
}
