package io.envdrift.provider.hashicorp;

import io.envdrift.testkit.VaultContract;
import io.envdrift.vault.Vault;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.utility.DockerImageName;

/** The contract against a real Vault in its development mode, where Docker is. */
@Testcontainers(disabledWithoutDocker = true)
class HashicorpContainerIT extends VaultContract {
    private static final String ROOT = "canary-root-token";
    private static final int PORT = 8200;

    @Container
    private static final GenericContainer<?> VAULT = new GenericContainer<>(
                    DockerImageName.parse("hashicorp/vault:1.20"))
            .withExposedPorts(PORT)
            .withEnv("VAULT_DEV_ROOT_TOKEN_ID", ROOT)
            .withEnv("VAULT_DEV_LISTEN_ADDRESS", "0.0.0.0:" + PORT)
            .waitingFor(Wait.forHttp("/v1/sys/health").forPort(PORT));

    private String powerless = "";

    @Override
    protected Vault open() {
        return Scene.open(address(), Map.of("VAULT_TOKEN", ROOT));
    }

    @Override
    protected Vault openDenied() {
        powerless = run("vault token create -policy=default -field=token").strip();
        return Scene.open(address(), Map.of("VAULT_TOKEN", powerless));
    }

    @Override
    protected List<String> credentials() {
        return powerless.isEmpty() ? List.of(ROOT) : List.of(ROOT, powerless);
    }

    @AfterEach
    void empty() {
        var unused = run("vault secrets disable secret && vault secrets enable -path=secret -version=2 kv"
                // The engine upgrades itself after it is mounted, and answers 400 until it is done.
                + " && for i in $(seq 100); do vault kv list secret 2>&1 | grep -q 'No value found' && break;"
                + " sleep 0.1; done");
    }

    private static URI address() {
        return URI.create("http://" + VAULT.getHost() + ":" + VAULT.getMappedPort(PORT));
    }

    private static String run(String command) {
        try {
            String environment = "export VAULT_ADDR=http://127.0.0.1:" + PORT + " VAULT_TOKEN=" + ROOT + "; ";
            return VAULT.execInContainer("sh", "-c", environment + command).getStdout();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
