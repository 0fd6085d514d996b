package io.envdrift.provider.gcp;

import static io.envdrift.provider.gcp.GcpAccess.STRANGER;
import static io.envdrift.provider.gcp.GcpAccess.USER;
import static io.envdrift.testkit.ContractErrors.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileOperations;
import io.envdrift.testkit.Canary;
import io.envdrift.testkit.Fault;
import io.envdrift.testkit.FaultServer;
import io.envdrift.testkit.TestContext;
import io.envdrift.testkit.gcp.SecretManagerFake;
import io.envdrift.testserver.Answer;
import io.envdrift.testserver.TestAuthority;
import io.envdrift.trust.TrustQuestion;
import io.envdrift.trust.TrustStore;
import io.envdrift.trust.TrustedHosts;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultSettings.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GcpCredentialsTest {
    private static final String REFRESH_TOKEN = "canary/refresh+token";
    private static final String SUBJECT_TOKEN = "canary/subject+token";
    private static final String AUDIENCE =
            "//iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/ci/providers/git";

    @TempDir
    private static Path certificates;

    private static TestAuthority authority;

    @TempDir
    private Path home;

    private SecretManagerFake service;

    @BeforeAll
    static void makeCertificates() throws IOException {
        authority = TestAuthority.in(certificates);
    }

    /** With TLS, which the library demands of a token service. */
    @BeforeEach
    void start() throws IOException {
        service = SecretManagerFake.start(Optional.of(authority.issue("dns:localhost")), USER);
        service.store("x", "value");
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private Vault open(Map<String, String> environment) {
        return open(environment, Map.of());
    }

    private Vault open(Map<String, String> environment, Map<String, String> more) {
        TrustStore store = TrustStore.of(Map.of(), home, new AtomicFile(FileOperations.system()));
        TrustedHosts hosts =
                new TrustedHosts(environment, List.of(new GcpVaultProvider()), List.of(), store, TrustQuestion.NOBODY);
        VaultContext context =
                TestContext.guarded(hosts, TestContext.trusting(authority.file(), TestContext.of(environment, home)));
        Map<String, String> settings = new HashMap<>(more);
        settings.put("project_id", SecretManagerFake.PROJECT);
        settings.put("endpoint_url", service.server().uri("").toString());
        return new GcpVaultProvider().open(TestContext.settings("gcp", settings, Origin.REPOSITORY), context);
    }

    private Map<String, String> file(String text) {
        return Map.of("GOOGLE_APPLICATION_CREDENTIALS", GcpAccess.write(home, "credentials.json", text));
    }

    private String uri(String path) {
        return service.server().uri(path).toString();
    }

    private void assertReads(Map<String, String> environment) {
        try (Vault vault = open(environment)) {
            assertThat(vault.get("x").value()).isEqualTo(Secret.of("value"));
        }
    }

    /** Fails for want of credentials, in some words. */
    private VaultException stranger(Map<String, String> environment, String... words) {
        VaultException failure = failure(environment);
        assertThat(failure.code()).isEqualTo(ErrorCode.NOT_AUTHENTICATED);
        assertThat(failure.getMessage() + " " + failure.hint().orElse("")).contains(words);
        return failure;
    }

    private VaultException failure(Map<String, String> environment) {
        try (Vault vault = open(environment)) {
            VaultException failure = catchThrowableOfType(VaultException.class, () -> vault.get("x"));
            for (String hidden : new String[] {REFRESH_TOKEN, SUBJECT_TOKEN, USER.privateKey(), "canary/file+text"}) {
                new Canary(hidden).assertAbsentFrom(failure);
            }
            assertThat(failure.getMessage()).doesNotContain("\n");
            return failure;
        }
    }

    @Test
    void theLibrarysOwnSearchIsTheOnlyPlaceWhereTheSettingsSaySo() {
        // Not the environment of this process: the library would see another one than the user's.
        try (Vault vault = open(file(user("")), Map.of("credentials", "sdk"))) {
            fails(
                    () -> vault.get("x"),
                    ErrorCode.NOT_AUTHENTICATED,
                    "no Google credentials found; tried: the Google library's own search");
        }
    }

    private String user(String more) {
        return "{\"type\":\"authorized_user\",\"client_id\":\"id\",\"client_secret\":\"canary/client+secret\","
                + "\"refresh_token\":\"" + REFRESH_TOKEN + "\",\"token_uri\":\"" + uri("/token") + "\"" + more + "}";
    }

    private String federated(String source, String more) {
        return "{\"type\":\"external_account\",\"audience\":\"" + AUDIENCE + "\","
                + "\"subject_token_type\":\"urn:ietf:params:oauth:token-type:jwt\","
                + "\"token_url\":\"" + uri("/v1/token") + "\",\"credential_source\":" + source + more + "}";
    }

    private String subjectTokenFile() {
        return "{\"file\":\"" + GcpAccess.write(home, "subject-token", SUBJECT_TOKEN) + "\"}";
    }

    @Test
    void aServiceAccountsKeyOpensTheVault() {
        assertReads(file(USER.file(uri("/token"))));
    }

    @Test
    void theFileOfGcloudIsUsedWithoutAnyVariable() throws IOException {
        service.admitUser("id", "canary/client+secret", REFRESH_TOKEN, USER);
        Path gcloud = Files.createDirectories(home.resolve(".config").resolve("gcloud"));
        GcpAccess.write(gcloud, "application_default_credentials.json", user(""));
        assertReads(Map.of());
    }

    @Test
    void theDirectoryOfGcloudMayBeElsewhere() {
        service.admitUser("id", "canary/client+secret", REFRESH_TOKEN, USER);
        GcpAccess.write(home, "application_default_credentials.json", user(""));
        assertReads(Map.of("CLOUDSDK_CONFIG", home.toString()));
    }

    @Test
    void theQuotaProjectOfAUserIsSent() {
        service.admitUser("id", "canary/client+secret", REFRESH_TOKEN, USER);
        assertReads(file(user(",\"quota_project_id\":\"billed-project\"")));
        assertThat(service.server().requests().getLast().header("x-goog-user-project"))
                .contains("billed-project");
    }

    @Test
    void theQuotaProjectOfTheEnvironmentGoesBeforeThatOfTheFile() {
        service.admitUser("id", "canary/client+secret", REFRESH_TOKEN, USER);
        Map<String, String> environment = new HashMap<>(file(user(",\"quota_project_id\":\"billed-project\"")));
        environment.put("GOOGLE_CLOUD_QUOTA_PROJECT", "other-project");
        assertReads(environment);
        assertThat(service.server().requests().getLast().header("x-goog-user-project"))
                .contains("other-project");
    }

    @Test
    void aWorkloadsTokenFromAFileIsExchanged() {
        service.federate(AUDIENCE, SUBJECT_TOKEN, USER);
        assertReads(file(federated(subjectTokenFile(), "")));
    }

    @Test
    void aWorkloadsTokenFromAnAddressIsExchangedForAnAccountsToken() throws IOException {
        service.federate(AUDIENCE, SUBJECT_TOKEN, STRANGER.without("secretmanager.versions.access"));
        try (FaultServer issuer = FaultServer.http(request -> Answer.json(
                request.header("Authorization").equals(Optional.of("bearer job")) ? 200 : 401,
                "{\"value\":\"" + SUBJECT_TOKEN + "\"}"))) {
            String source = "{\"url\":\"" + issuer.uri("/token") + "\",\"headers\":{\"Authorization\":\"bearer job\"},"
                    + "\"format\":{\"type\":\"json\",\"subject_token_field_name\":\"value\"}}";
            String impersonation = ",\"service_account_impersonation_url\":\""
                    + uri("/v1/projects/-/serviceAccounts/" + USER.email() + ":generateAccessToken") + "\"";
            assertReads(file(federated(source, impersonation)));
        }
    }

    @Test
    void aUserMayImpersonateAnAccount() {
        service.admitUser("id", "canary/client+secret", REFRESH_TOKEN, STRANGER);
        assertReads(file("{\"type\":\"impersonated_service_account\",\"delegates\":[],"
                + "\"service_account_impersonation_url\":\""
                + uri("/v1/projects/-/serviceAccounts/" + USER.email() + ":generateAccessToken")
                + "\",\"source_credentials\":" + user("") + "}"));
    }

    @Test
    void aMachinesAccountIsAskedForWhereTheMetadataServerIsNamed() throws IOException {
        try (SecretManagerFake machine = SecretManagerFake.start(Optional.empty(), USER)) {
            machine.machine(USER);
            machine.store("x", "value");
            String host = "localhost:" + machine.server().uri("").getPort();
            VaultContext context = TestContext.of(Map.of("GCE_METADATA_HOST", host), home);
            try (Vault vault = GcpAccess.open(machine, context)) {
                assertThat(vault.get("x").value()).isEqualTo(Secret.of("value"));
            }
        }
    }

    @Test
    void aMetadataServerThatDoesNotSayThatItIsOneIsNotBelieved() throws IOException {
        try (FaultServer other = FaultServer.http(request -> Answer.json(200, "{\"access_token\":\"t\"}"))) {
            String host = "localhost:" + other.uri("").getPort();
            stranger(Map.of("GCE_METADATA_HOST", host), "metadata server at " + host);
        }
    }

    @Test
    void aFileThatIsNamedMustBeThere() {
        stranger(Map.of("GOOGLE_APPLICATION_CREDENTIALS", "/no/such.json"), "/no/such.json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "canary/file+text",
                "[]",
                "{}",
                "{\"type\":\"canary/file+text\"}",
                "{\"type\":\"service_account\",\"client_id\":\"1\",\"client_email\":\"e\",\"private_key_id\":\"k\","
                        + "\"private_key\":\"canary/file+text\"}",
                "{\"type\":\"authorized_user\",\"client_id\":\"canary/file+text\"}",
            })
    void aFileThatIsNoCredentialsSaysSoWithoutShowingIt(String text) {
        stranger(file(text), "credentials.json cannot be used");
        assertThat(service.server().requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"executable\":{\"command\":\"touch /tmp/x\"}", "certificate\":{}"})
    void aProgramIsNeverRunForAToken(String kind) {
        stranger(file(federated("{\"" + kind + "}", "")), "not supported");
    }

    @Test
    void anAccountThatGoogleDoesNotKnowIsToldByTheFile() {
        stranger(
                file(STRANGER.file(uri("/token"))),
                "logging in to Google with the credentials in",
                "the credentials are not accepted (invalid_grant)",
                "gcloud auth application-default login");
    }

    /** Names of RFC 6749, section 5.2, and of Google's exchange of tokens. */
    @ParameterizedTest
    @ValueSource(strings = {"invalid_scope", "invalid_target", "unauthorized_client"})
    void aRefusedLogInNamesTheErrorOfOAuth(String name) {
        service.server().always(Fault.answering(Answer.json(400, "{\"error\":\"" + name + "\"}")));
        stranger(file(USER.file(uri("/token"))), "(" + name + ")", "gcloud auth application-default login");
    }

    @ParameterizedTest
    @CsvSource({
        "401, NOT_AUTHENTICATED",
        "403, NOT_AUTHENTICATED",
        "307, VAULT_UNREACHABLE",
        "501, VAULT_UNREACHABLE",
    })
    void aRefusedLogInIsSentOnce(int status, ErrorCode code) {
        service.server()
                .always(Fault.answering(Answer.json(status, "{\"error\":\"x\"}").with("Location", uri("/v1"))));
        assertThat(failure(file(USER.file(uri("/token")))).code()).isEqualTo(code);
        assertThat(service.server().requests()).hasSize(1);
    }

    @Test
    void aLogInThatFailsForAMomentIsRepeatedByOurPolicyOnly() {
        service.server().next(Fault.answering(Answer.json(503, "{}")), Fault.reset());
        assertReads(file(USER.file(uri("/token"))));
        assertThat(service.calls("/token")).isEqualTo(3);
    }

    @Test
    void aLogInThatIsNoJsonIsMalformed() {
        service.server().always(Fault.loginPage());
        assertThat(failure(file(USER.file(uri("/token")))).code()).isEqualTo(ErrorCode.MALFORMED_ANSWER);
        assertThat(service.server().requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "token.attacker.example",
                "oauth2.googleapis.com.attacker.example",
                "storage.googleapis.com",
                "sts.googleapis.com:8443",
            })
    void aTokenGoesToNoHostThatIsNeitherGooglesNorTrusted(String host) throws IOException {
        for (String field : new String[] {"token_url", "service_account_impersonation_url"}) {
            String text = field.equals("token_url")
                    ? federated(subjectTokenFile(), "").replace(uri("/v1/token"), "https://" + host + "/v1/token")
                    : federated(subjectTokenFile(), ",\"" + field + "\":\"https://" + host + "/v1/x\"");
            try (FaultServer proxy = FaultServer.http(request -> Answer.of(502))) {
                Map<String, String> environment = new HashMap<>(file(text));
                environment.put("HTTPS_PROXY", proxy.uri("").toString());
                VaultException failure = failure(environment);
                assertThat(failure.code()).isEqualTo(ErrorCode.UNTRUSTED_HOST);
                assertThat(failure).hasMessageContaining(host).hasMessageContaining(field);
                assertThat(failure.hint().orElseThrow()).contains("envdrift trust " + host);
                assertThat(proxy.connections()).isZero();
            }
        }
    }

    @Test
    void aTokenServiceThatTheUserTrustsGetsTheToken() throws IOException {
        try (FaultServer proxy = FaultServer.http(request -> Answer.of(502))) {
            Map<String, String> environment = new HashMap<>(file(federated(subjectTokenFile(), "")
                    .replace(uri("/v1/token"), "https://sts.private.example/v1/token")));
            environment.put("HTTPS_PROXY", proxy.uri("").toString());
            environment.put("NO_PROXY", "localhost");
            environment.put("ENVDRIFT_TRUSTED_HOSTS", "sts.private.example");
            assertThat(failure(environment).code()).isEqualTo(ErrorCode.VAULT_UNREACHABLE);
            assertThat(proxy.requests()).isNotEmpty();
        }
    }
}
