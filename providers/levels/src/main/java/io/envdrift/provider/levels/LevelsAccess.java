package io.envdrift.provider.levels;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.files.FileSnapshot;
import io.envdrift.http.JsonClient;
import io.envdrift.levels.ClientKey;
import io.envdrift.levels.Levels;
import io.envdrift.levels.LevelsHome;
import io.envdrift.levels.LevelsServer;
import io.envdrift.levels.protocol.BearerToken;
import io.envdrift.vault.VaultContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The levels on their server, with the token and the client key of this user; found when first needed. */
final class LevelsAccess implements AutoCloseable {
    private final LevelsSettings settings;
    private final VaultContext context;
    private final JsonClient client;
    private @Nullable Levels levels;

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
    synchronized Levels levels() {
        Levels known = levels;
        if (known == null) {
            BearerToken token = BearerToken.from(context.environment());
            LevelsServer server =
                    new LevelsServer(client, token, settings.organization().orElseGet(token::organization));
            known = Levels.builder()
                    .environment(context.environment())
                    .home(LevelsHome.of(context.environment(), context.home()))
                    .clientKey(clientKey())
                    // Values of yesterday are no answer to whoever wants to write.
                    .cache(false)
                    .warnings(context.warnings())
                    .build(server);
            levels = known;
        }
        return known;
    }

    private ClientKey clientKey() {
        return context.variable(ClientKey.FILE_VARIABLE)
                .map(file -> ClientKey.of(read(file)))
                .orElseGet(() -> ClientKey.from(context.environment()));
    }

    private static Secret read(String file) {
        byte[] content = FileSnapshot.named(Path.of(file))
                .content()
                .orElseThrow(() -> new EnvdriftException(
                        ErrorCode.VAULT_SETTINGS,
                        "the file that " + ClientKey.FILE_VARIABLE + " names is not there",
                        "name a file that holds the client key"));
        return Secret.of(new String(content, StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        client.close();
    }
}
