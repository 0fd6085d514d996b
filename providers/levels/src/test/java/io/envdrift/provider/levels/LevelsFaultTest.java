package io.envdrift.provider.levels;

import io.envdrift.testkit.FaultyService;
import io.envdrift.testkit.VaultFaultTable;
import io.envdrift.testserver.TestAuthority;
import io.envdrift.vault.VaultProvider;
import io.envdrift.vault.VaultSettings;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ServerSocketFactory;

/** The faults of all vaults, on the wire to a real server. */
class LevelsFaultTest extends VaultFaultTable {
    private final TestLevel level = new TestLevel();

    @Override
    protected VaultProvider provider() {
        return new LevelsVaultProvider();
    }

    @Override
    protected FaultyService start(Optional<ServerSocketFactory> tls) throws IOException {
        return new LevelsService(level, tls);
    }

    @Override
    protected Optional<ServerSocketFactory> usualTls(TestAuthority usual) throws IOException {
        return Optional.of(usual.issue("dns:localhost"));
    }

    @Override
    protected VaultSettings settings(URI address, VaultSettings.Origin origin) {
        return TestLevel.settings(address, origin, level.path());
    }

    @Override
    protected Map<String, String> environment(FaultyService running) {
        return TestLevel.environment(TestLevel.token());
    }

    @Override
    protected List<String> credentials() {
        return List.of(TestLevel.token(), TestLevel.CLIENT_KEY);
    }

    @Override
    protected boolean looksAfterALostAnswer() {
        return true;
    }

    @Override
    protected List<String> wordsAboutMissingCredentials() {
        return List.of("DOTENV_API_KEY");
    }
}
