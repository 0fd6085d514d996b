package io.envdrift.provider.levels;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.Once;
import io.envdrift.http.JsonClient;
import io.envdrift.levels.ClientKey;
import io.envdrift.levels.Levels;
import io.envdrift.levels.LevelsHome;
import io.envdrift.levels.LevelsServer;
import io.envdrift.levels.protocol.BearerToken;
import io.envdrift.vault.VaultContext;

/** The levels on their server, with the token and the client key of this user; found when first needed. */
final class LevelsAccess implements AutoCloseable {
    private final LevelsSettings settings;
    private final VaultContext context;
    private final JsonClient client;
    private final Once<Levels> levels = new Once<>(this::open);

    LevelsAccess(LevelsSettings settings, VaultContext context) {
        this.settings = settings;
        this.context = context;
        this.client = context.client(settings.address(), "envdrift-levels");
    }

    /**
     * Returns the levels.
     *
     * @throws EnvdriftException {@code NOT_AUTHENTICATED} when there is no usable token
     */
    Levels levels() {
        return levels.get();
    }

    private Levels open() {
        BearerToken token = BearerToken.from(context.environment());
        LevelsServer server =
                new LevelsServer(client, token, settings.organization().orElseGet(token::organization));
        return Levels.builder()
                .environment(context.environment())
                .home(LevelsHome.of(context.environment(), context.home()))
                .clientKey(ClientKey.from(context.environment()))
                // A writer must not work on cached values.
                .cache(false)
                .warnings(context.warnings())
                .build(server);
    }

    @Override
    public void close() {
        client.close();
    }
}
