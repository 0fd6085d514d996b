package io.envdrift.provider.envsync;

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
class EnvSyncFaultTest extends VaultFaultTable {
    private final TestBranch branch = new TestBranch();

    @Override
    protected VaultProvider provider() {
        return TestBranch.quick();
    }

    @Override
    protected FaultyService start(Optional<ServerSocketFactory> tls) throws IOException {
        return new EnvSyncService(branch, tls);
    }

    @Override
    protected Optional<ServerSocketFactory> usualTls(TestAuthority usual) throws IOException {
        return Optional.of(usual.issue("dns:localhost"));
    }

    @Override
    protected VaultSettings settings(URI address, VaultSettings.Origin origin) {
        return TestBranch.settings(address, origin, branch.project());
    }

    @Override
    protected Map<String, String> environment(FaultyService running) {
        return TestBranch.environment(branch.token());
    }

    @Override
    protected List<String> credentials() {
        return List.of(branch.token(), TestBranch.PASSPHRASE);
    }

    @Override
    protected boolean looksAfterALostAnswer() {
        return true;
    }

    @Override
    protected List<String> wordsAboutMissingCredentials() {
        return List.of("ENVSYNC_TOKEN");
    }
}
