package io.envdrift.provider.gcp;

import static io.envdrift.testkit.ContractErrors.fails;
import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.base.ErrorCode;
import io.envdrift.testkit.TestContext;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultSettings.Origin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GcpSettingsTest {
    @TempDir
    private Path home;

    private final List<String> asked = new ArrayList<>();

    private Vault open(String settings, String environment) {
        VaultContext context = TestContext.guarded(
                (endpoint, origin, own) -> asked.add(endpoint + " " + origin + " " + own),
                TestContext.of(map(environment), home));
        return new GcpVaultProvider().open(TestContext.settings("gcp", map(settings), Origin.REPOSITORY), context);
    }

    private static Map<String, String> map(String text) {
        Map<String, String> map = new HashMap<>();
        Arrays.stream(text.split(" ")).filter(pair -> !pair.isEmpty()).forEach(pair -> {
            String[] parts = pair.split("=", 2);
            map.put(parts[0], parts[1]);
        });
        return map;
    }

    @ParameterizedTest
    @CsvSource({
        "project_id=p-1, '', Google Secret Manager (project p-1), https://secretmanager.googleapis.com DEFAULT true",
        "project_id=p-1, GOOGLE_CLOUD_PROJECT=q, Google Secret Manager (project p-1),"
                + "https://secretmanager.googleapis.com DEFAULT true",
        "'', GOOGLE_CLOUD_PROJECT=q GCLOUD_PROJECT=r, Google Secret Manager (project q),"
                + "https://secretmanager.googleapis.com DEFAULT true",
        "'', GCLOUD_PROJECT=r, Google Secret Manager (project r), https://secretmanager.googleapis.com DEFAULT true",
        "'', CLOUDSDK_CORE_PROJECT=example.com:s, Google Secret Manager (project example.com:s),"
                + "https://secretmanager.googleapis.com DEFAULT true",
        "project_id=p location=europe-west3, '', 'Google Secret Manager (project p, location europe-west3)',"
                + "https://secretmanager.europe-west3.rep.googleapis.com DEFAULT true",
        "project_id=p endpoint_url=https://vault.example:8443/, '',"
                + "Google Secret Manager at https://vault.example:8443 (project p),"
                + "https://vault.example:8443 REPOSITORY false",
        "project_id=p endpoint_url=https://secretmanager.googleapis.com, '', Google Secret Manager (project p),"
                + "https://secretmanager.googleapis.com REPOSITORY true",
        "project_id=p, CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER=https://psc.example/,"
                + "Google Secret Manager at https://psc.example (project p), https://psc.example ENVIRONMENT false",
        "project_id=p endpoint_url=https://storage.googleapis.com, '',"
                + "Google Secret Manager at https://storage.googleapis.com (project p),"
                + "https://storage.googleapis.com REPOSITORY false",
    })
    void projectLocationAndAddressComeFromSettingsThenEnvironment(
            String settings, String environment, String label, String question) {
        try (Vault vault = open(settings, environment)) {
            assertThat(vault.label()).isEqualTo(label);
            assertThat(asked).containsExactly(question);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', GOOGLE_CLOUD_PROJECT",
        "project_id=Upper, Upper",
        "project_id=a/b, a/b",
        "project_id=p location=eu.evil.example/, europe-west3",
        "project_id=p location=EU, europe-west3",
        "project_id=p endpoint_url=nonsense, https://host",
        "project_id=p endpoint_url=https://h/path, https://host",
        "project_id=p endpoint_url=https://h?q, https://host",
        "project_id=p endpoint_url=//h, https://host",
    })
    void aMissingOrMalformedSettingIsSaidBeforeAnythingIsSent(String settings, String words) {
        VaultException failure = fails(() -> open(settings, ""), ErrorCode.VAULT_SETTINGS);
        assertThat(failure.getMessage() + " " + failure.hint().orElseThrow()).contains(words);
        assertThat(asked).isEmpty();
    }

    @Test
    void neitherGrpcTransportsNorOtherHttpClientsAreThere() {
        for (String absent : List.of(
                "io.grpc.netty.shaded.io.netty.channel.Channel",
                "io.netty.channel.Channel",
                "io.grpc.xds.XdsChannelCredentials",
                "org.apache.http.client.HttpClient",
                "org.conscrypt.Conscrypt")) {
            assertThat(getClass().getClassLoader().getResource(absent.replace('.', '/') + ".class"))
                    .as(absent)
                    .isNull();
        }
    }
}
