package io.envdrift.server.ui;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The page's files, beside this class in the jar; each is read once. */
final class PageFiles {
    /** No dot but that before the ending, so that no name leads elsewhere; classes have no media type here. */
    private static final Pattern NAME =
            Pattern.compile("(?:[a-z0-9][a-z0-9-]{0,40}/){0,3}[a-z0-9][a-z0-9-]{0,60}\\.([a-z0-9]{2,5})");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "txt", "text/plain; charset=utf-8");

    private final Map<String, PageFile> read = new ConcurrentHashMap<>();

    /**
     * Returns a file.
     *
     * @param name as in {@code index.html} or {@code views/drift.js}
     */
    Optional<PageFile> find(String name) {
        PageFile known = read.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        var parts = NAME.matcher(name);
        String type = parts.matches() ? TYPES.get(parts.group(1)) : null;
        return type == null
                ? Optional.empty()
                : Optional.ofNullable(read.computeIfAbsent(name, any -> load(name, type)));
    }

    private static @Nullable PageFile load(String name, String type) {
        try (InputStream in = PageFiles.class.getResourceAsStream(name)) {
            return in == null ? null : PageFile.of(type, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read a file of the program", e);
        }
    }
}
