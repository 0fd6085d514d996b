package io.envdrift.server.ui;

import io.envdrift.server.pipeline.Api;
import io.envdrift.server.pipeline.Operation;
import io.envdrift.server.pipeline.Refusal;
import io.envdrift.server.pipeline.Reply;
import io.envdrift.server.pipeline.Route;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The web page's files under {@code /ui/}. It keeps nothing and knows no caller; what it shows, the browser asks the APIs for. */
public final class PageApi implements Api {
    /** The name in the metrics. */
    public static final String NAME = "page";

    /** Where the page is. */
    public static final String PATH = "/ui/";

    private final List<Route> routes;

    /** Creates the page; its files are read when they are asked for. */
    public PageApi() {
        PageFiles files = new PageFiles();
        this.routes = List.of(
                new FileRoute(Operation.reading("page", "GET", PATH + "{file*}"), files),
                new FileRoute(Operation.reading("page", "HEAD", PATH + "{file*}"), files),
                new FileRoute(Operation.reading("page", "GET", PATH), files),
                new FileRoute(Operation.reading("page", "HEAD", PATH), files));
    }

    @Override
    public String name() {
        return NAME;
    }

    /** Programs get there what they got before there was a page; browsers are sent on. */
    @Override
    public boolean ownsBarePrefixes() {
        return false;
    }

    @Override
    public List<String> prefixes() {
        return List.of(PATH);
    }

    @Override
    public List<Route> routes() {
        return routes;
    }

    @Override
    public Reply refused(Refusal refusal) {
        byte[] text = (refusal.text() + "\n").getBytes(StandardCharsets.UTF_8);
        Reply reply =
                new Reply(refusal.status(), "text/plain; charset=utf-8", text, Map.of("Cache-Control", "no-store"));
        return PageHeaders.on(reply).with(refusal.headers());
    }
}
