package io.envdrift.provider.aws;

import io.envdrift.vault.Vault;
import java.net.URI;
import java.util.Map;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.utility.DockerImageName;

/** The contract against LocalStack, an account per test so that each starts empty; skipped without Docker. */
@Testcontainers(disabledWithoutDocker = true)
class LocalStackIT extends AwsContract {
    private static final int PORT = 4566;

    @Container
    private static final GenericContainer<?> CONTAINER = new GenericContainer<>(
                    DockerImageName.parse("localstack/localstack:4.3.0"))
            .withEnv(Map.of("SERVICES", "secretsmanager"))
            .withExposedPorts(PORT)
            .waitingFor(Wait.forHttp("/_localstack/health").forPort(PORT).forStatusCode(200));

    private final String account = TestAccounts.next();

    @Override
    protected Vault open() {
        URI endpoint = URI.create("http://localhost:" + CONTAINER.getMappedPort(PORT));
        Map<String, String> environment = AwsAccess.environment(AwsAccess.USER);
        // LocalStack takes a key id of twelve digits for the number of an account, and every account starts empty.
        environment.put("AWS_ACCESS_KEY_ID", account);
        return open(endpoint, environment);
    }

    /** Numbers of accounts that no test has used. */
    private static final class TestAccounts {
        private static long last = 100_000_000_000L;

        static synchronized String next() {
            return Long.toString(++last);
        }
    }
}
