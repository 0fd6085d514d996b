package io.envdrift.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.envdrift.base.ErrorCode;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileOperations;
import io.envdrift.vault.SettingKey;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultProvider;
import io.envdrift.vault.VaultSettings;
import io.envdrift.vault.VaultSettings.Origin;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedHostsTest {
    private static final URI VAULT = URI.create("https://vault.example.com:8200/v1");
    private static final String HOST = "vault.example.com:8200";

    @TempDir
    private Path home;

    private final List<String> questions = new ArrayList<>();
    private TrustStore store;

    @BeforeEach
    void openStore() {
        store = TrustStore.of(Map.of(), home, new AtomicFile(FileOperations.system()));
    }

    @Test
    void aHostOfTheRepositoryIsRefusedBeforeAnythingIsSent() {
        Throwable refusal = catchThrowable(() -> hosts(Map.of()).require(VAULT, Origin.REPOSITORY, false));

        assertThat(refusal)
                .isInstanceOfSatisfying(VaultException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.UNTRUSTED_HOST);
                    assertThat(e.hint().orElseThrow()).contains("envdrift trust " + HOST, "ENVDRIFT_TRUSTED_HOSTS");
                })
                .hasMessageContaining("Host " + HOST)
                .hasMessageContaining("no credential was sent");
        assertThat(store.file()).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource(names = {"FLAG", "ENVIRONMENT", "DEFAULT"})
    void aHostThatTheUserNamedIsTrusted(Origin origin) {
        assertThatCode(() -> hosts(Map.of()).require(VAULT, origin, false)).doesNotThrowAnyException();
    }

    @Test
    void theCloudsOwnDomainIsTrusted() {
        assertThatCode(() -> hosts(Map.of()).require(VAULT, Origin.REPOSITORY, true))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8200", "http://127.0.0.1", "https://[::1]:1"})
    void thisMachineIsTrustedAlsoWithPlainHttp(String uri) {
        assertThatCode(() -> hosts(Map.of()).require(URI.create(uri), Origin.REPOSITORY, false))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource
    void plainHttpToAnotherMachineIsRefusedWhoeverNamedIt(Origin origin) {
        Map<String, String> environment = Map.of("VAULT_ADDR", "http://vault.example.com", TrustedHosts.VARIABLE, HOST);

        assertThatThrownBy(() -> hosts(environment).require(URI.create("http://vault.example.com"), origin, true))
                .isInstanceOfSatisfying(
                        VaultException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.VAULT_SETTINGS))
                .hasMessageStartingWith("Plain http to vault.example.com:80 is refused");
    }

    @ParameterizedTest
    @CsvSource({
        "VAULT_ADDR,https://vault.example.com:8200",
        "VAULT_ADDR,' https://VAULT.example.com.:8200/ '",
        "AWS_ENDPOINT_URL,https://vault.example.com:8200",
        "AWS_ENDPOINT_URL_SECRETS_MANAGER,https://vault.example.com:8200",
        "ENVDRIFT_TRUSTED_HOSTS,vault.example.com:8200",
        "ENVDRIFT_TRUSTED_HOSTS,'other, ,https://Vault.Example.com:8200'",
    })
    void aHostThatTheEnvironmentNamesTooIsTrusted(String variable, String value) {
        assertThatCode(() -> hosts(Map.of(variable, value)).require(VAULT, Origin.REPOSITORY, false))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "VAULT_ADDR,https://vault.example.com",
        "VAULT_ADDR,https://example.com:8200",
        "VAULT_ADDR,nonsense::",
        "ENVDRIFT_TRUSTED_HOSTS,vault.example.com",
        "ENVDRIFT_TRUSTED_HOSTS,example.com:8200",
        "ENVDRIFT_TRUSTED_HOSTS,*.example.com:8200",
        "ENVDRIFT_TRUSTED_HOSTS,x.vault.example.com:8200",
        "ENVDRIFT_TRUSTED_HOSTS,*",
        "ENVDRIFT_TRUSTED_HOSTS,''",
        "HTTPS_PROXY,https://vault.example.com:8200",
    })
    void anotherHostOrPortInTheEnvironmentHelpsNothing(String variable, String value) {
        assertThatThrownBy(() -> hosts(Map.of(variable, value)).require(VAULT, Origin.REPOSITORY, false))
                .isInstanceOf(VaultException.class);
    }

    @Test
    void aHostThatTheCommandLineNamesTooIsTrusted() {
        TrustedHosts hosts = new TrustedHosts(
                Map.of(), List.of(), List.of("https://vault.example.com:8200"), store, TrustQuestion.NOBODY);

        assertThatCode(() -> hosts.require(VAULT, Origin.REPOSITORY, false)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://vault.example.com.attacker.com:8200",
                "https://xvault.example.com:8200",
                "https://vault.example.com:8201",
                "https://attacker.com:8200/vault.example.com:8200",
            })
    void trustInOneHostIsTrustInNoOther(String other) {
        TrustedHosts hosts = hosts(Map.of());
        hosts.trust(HOST);

        assertThatCode(() -> hosts.require(VAULT, Origin.REPOSITORY, false)).doesNotThrowAnyException();
        assertThatThrownBy(() -> hosts.require(URI.create(other), Origin.REPOSITORY, false))
                .isInstanceOf(VaultException.class);
    }

    @Test
    void userNamesInAnAddressAreRefused() {
        URI uri = URI.create("https://vault.example.com:8200@attacker.com");

        assertThatThrownBy(() -> hosts(Map.of()).require(uri, Origin.FLAG, false))
                .hasMessageContaining("must not hold a user name");
    }

    @Test
    void aYesIsRememberedForTheNextRun() {
        answering(true).require(VAULT, Origin.REPOSITORY, false);
        answering(false).require(VAULT, Origin.REPOSITORY, false);

        assertThat(questions).singleElement().asString().contains(HOST);
        assertThat(store.entries()).containsExactly(HOST);
    }

    @Test
    void aNoIsAskedOnceAndNotRemembered() {
        TrustedHosts hosts = answering(false);

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> hosts.require(VAULT, Origin.REPOSITORY, false))
                    .isInstanceOf(VaultException.class);
        }

        assertThat(questions).hasSize(1);
        assertThat(store.file()).doesNotExist();
    }

    @Test
    void whatIsNoHostCannotBeTrusted() {
        assertThatThrownBy(() -> hosts(Map.of()).trust("*.example.com")).hasMessage("'*.example.com' is no host");
    }

    @Test
    void aCaFileOfTheRepositoryIsTrustedByItsContent() throws IOException {
        Path ca = Files.writeString(home.resolve("ca.pem"), "one");
        TrustedHosts hosts = hosts(Map.of());
        assertThatThrownBy(() -> hosts.requireCaFile(ca))
                .isInstanceOfSatisfying(
                        VaultException.class,
                        e -> assertThat(e.hint().orElseThrow()).contains("envdrift trust --ca-file " + ca));

        String digest = hosts.trustCaFile(ca);

        assertThatCode(() -> hosts.requireCaFile(ca)).doesNotThrowAnyException();
        assertThatCode(() -> hosts(Map.of(TrustedHosts.VARIABLE, "x," + digest)).requireCaFile(ca))
                .doesNotThrowAnyException();
        Files.writeString(ca, "two");
        assertThatThrownBy(() -> hosts.requireCaFile(ca)).isInstanceOf(VaultException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "AWS_CA_BUNDLE", "VAULT_CACERT"})
    void aCaFileThatTheEnvironmentNamesTooIsTrusted(String variable) throws IOException {
        Path ca = Files.writeString(home.resolve("ca.pem"), "one");
        Path other = Files.writeString(home.resolve("other.pem"), "one");

        assertThatCode(() -> hosts(Map.of(variable, ca.toString())).requireCaFile(ca))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> hosts(Map.of(variable, other.toString())).requireCaFile(ca))
                .isInstanceOf(VaultException.class);
        assertThatThrownBy(() -> hosts(Map.of(variable, "")).requireCaFile(ca)).isInstanceOf(VaultException.class);
    }

    @Test
    void aCaFileThatIsAbsentIsAnErrorOfItsOwn() {
        assertThatThrownBy(() -> hosts(Map.of()).requireCaFile(home.resolve("absent.pem")))
                .hasMessageContaining("no such file");
    }

    private TrustedHosts hosts(Map<String, String> environment) {
        return new TrustedHosts(environment, List.of(new Naming()), List.of(), store, TrustQuestion.NOBODY);
    }

    private TrustedHosts answering(boolean answer) {
        return new TrustedHosts(Map.of(), List.of(), List.of(), store, question -> {
            questions.add(question);
            return Optional.of(answer);
        });
    }

    /** A provider with variables of its own. */
    private static final class Naming implements VaultProvider {
        @Override
        public String name() {
            return "example";
        }

        @Override
        public List<SettingKey> settingKeys() {
            return List.of();
        }

        @Override
        public List<String> endpointVariables() {
            return List.of("VAULT_ADDR", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_SECRETS_MANAGER");
        }

        @Override
        public List<String> caVariables() {
            return List.of("AWS_CA_BUNDLE", "VAULT_CACERT");
        }

        @Override
        public Vault open(VaultSettings settings, VaultContext context) {
            throw new UnsupportedOperationException("no vault is opened");
        }
    }
}
