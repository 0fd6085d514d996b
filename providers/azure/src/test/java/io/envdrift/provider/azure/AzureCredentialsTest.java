package io.envdrift.provider.azure;

import static io.envdrift.provider.azure.AzureAccess.STRANGER;
import static io.envdrift.provider.azure.AzureAccess.USER;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenRequestContext;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.http.HttpLimits;
import io.envdrift.http.HttpTransport;
import io.envdrift.http.ProxyRules;
import io.envdrift.http.Tls;
import io.envdrift.testkit.Fault;
import io.envdrift.testkit.FaultServer;
import io.envdrift.testkit.TestContext;
import io.envdrift.testkit.azure.AzureIdentity;
import io.envdrift.testserver.Answer;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultSettings;
import io.envdrift.vault.VaultSettings.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The vault lets holders of its tokens in only, so a read that succeeds proves where the token came from. */
class AzureCredentialsTest extends VaultScene {
    private static TestCertificate certificate;
    private static TestCertificate anotherCertificate;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeAll
    static void makeClientCertificates(@TempDir Path one, @TempDir Path another) throws Exception {
        certificate = TestCertificate.in(one);
        anotherCertificate = TestCertificate.in(another);
    }

    @BeforeEach
    void prepare() {
        service.store("x", "value");
        environment.putAll(AzureAccess.emulator(service));
    }

    private void set(AzureIdentity identity) {
        environment.put("AZURE_TENANT_ID", identity.tenant());
        environment.put("AZURE_CLIENT_ID", identity.client());
    }

    private long tokenRequests() {
        return service.server().requests().stream()
                .filter(request -> !request.path().startsWith("/secrets"))
                .count();
    }

    private void setSecret(AzureIdentity identity) {
        set(identity);
        environment.put("AZURE_CLIENT_SECRET", identity.secret());
    }

    private VaultSettings settings(String key, String value) {
        String address = service.server().uri("").toString();
        return TestContext.settings("azure", Map.of("vault_url", address, key, value), Origin.REPOSITORY);
    }

    private void assertReads() {
        try (Vault vault = openWith(environment)) {
            assertThat(vault.get("x").value()).isEqualTo(Secret.of("value"));
            assertThat(vault.get("x").value()).isEqualTo(Secret.of("value"));
        }
    }

    private VaultException failure() {
        try (Vault vault = openWith(environment)) {
            VaultException failure = failure(() -> vault.get("x"));
            assertThat(failure).hasMessageStartingWith("Reading secret 'x' from ");
            return failure;
        }
    }

    private VaultException stranger(String... words) {
        VaultException failure = failure();
        assertThat(failure.code()).isEqualTo(ErrorCode.NOT_AUTHENTICATED);
        assertThat(failure.getMessage() + " " + failure.hint().orElseThrow()).contains(words);
        return failure;
    }

    @Test
    void aClientSecretOfTheEnvironmentIsUsedAndItsTokenKept() {
        setSecret(USER);
        assertReads();
        assertThat(tokenRequests()).isEqualTo(1);
    }

    @Test
    void aWrongClientSecretIsNotTriedAgainForTheNextSecret() {
        set(USER);
        environment.put("AZURE_CLIENT_SECRET", STRANGER.secret());
        try (Vault vault = openWith(environment)) {
            for (String name : new String[] {"x", "y"}) {
                assertThat(failure(() -> vault.get(name)))
                        .hasMessageContaining("'" + name + "'")
                        .hasMessageContaining("invalid_client, AADSTS7000215");
            }
        }
        assertThat(tokenRequests()).isEqualTo(1);
    }

    @Test
    void anUnknownApplicationIsNamedByItsCode() {
        setSecret(STRANGER);
        stranger("AADSTS700016", "AZURE_CLIENT_ID");
    }

    @ParameterizedTest
    @CsvSource({
        "AZURE_CLIENT_SECRET, AZURE_TENANT_ID and AZURE_CLIENT_ID missing",
        "AZURE_CLIENT_CERTIFICATE_PATH, AZURE_TENANT_ID and AZURE_CLIENT_ID missing",
        "AZURE_FEDERATED_TOKEN_FILE, AZURE_TENANT_ID and AZURE_CLIENT_ID missing",
    })
    void aPartOfTheCredentialsIsNoReasonToLookElsewhere(String given, String missing) {
        environment.put(given, "canary-token.part");
        stranger(missing, "remove " + given);
        assertThat(tokenRequests()).isZero();
    }

    @Test
    void aTenantThatIsNoneIsRefused() {
        set(USER);
        environment.put("AZURE_TENANT_ID", "no tenant/at all");
        environment.put("AZURE_CLIENT_SECRET", USER.secret());
        stranger("AZURE_TENANT_ID");
        assertThat(tokenRequests()).isZero();
    }

    @Test
    void aTokenOfAnotherTenantIsRefusedByTheVault() {
        AzureIdentity foreign = AzureIdentity.of("00000000-0000-4000-8000-00000000000f", USER.client(), USER.secret());
        service.entra().admit(foreign);
        setSecret(foreign);
        stranger("does not accept the token (AKV", "tenant of the vault");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pem", "pfx"})
    void aCertificateIsUsed(String kind) throws Exception {
        service.entra().admitCertificate(USER, certificate.certificate());
        set(USER);
        environment.put(
                "AZURE_CLIENT_CERTIFICATE_PATH",
                (kind.equals("pem") ? certificate.pem() : certificate.pfx()).toString());
        environment.put("AZURE_CLIENT_CERTIFICATE_PASSWORD", TestCertificate.PASSWORD);
        assertReads();
    }

    @Test
    void aCertificateThatTheApplicationDoesNotHaveIsRefused() throws Exception {
        service.entra().admitCertificate(USER, certificate.certificate());
        set(USER);
        environment.put(
                "AZURE_CLIENT_CERTIFICATE_PATH", anotherCertificate.pem().toString());
        stranger("AADSTS700027", "AZURE_CLIENT_CERTIFICATE_PATH");
    }

    @ParameterizedTest
    @ValueSource(strings = {"canary-token.garbage", "-----BEGIN PRIVATE KEY-----\ncanary-token.garbage\n", ""})
    void aFileThatIsNoCertificateIsSaidSo(String content) throws IOException {
        Path file = Files.writeString(home.resolve("certificate"), content);
        set(USER);
        environment.put("AZURE_CLIENT_CERTIFICATE_PATH", file.toString());
        stranger("certificate");
    }

    @Test
    void aCertificateThatIsNotThereIsNamed() {
        set(USER);
        environment.put(
                "AZURE_CLIENT_CERTIFICATE_PATH", home.resolve("gone.pem").toString());
        stranger("gone.pem", "does not exist");
    }

    @Test
    void aWorkloadIdentityExchangesItsFile() throws IOException {
        service.entra().admitFederated(USER, "canary-token.federated");
        Path file = Files.writeString(home.resolve("token"), "canary-token.federated\n");
        set(USER);
        environment.put("AZURE_FEDERATED_TOKEN_FILE", file.toString());
        assertReads();
        assertThat(tokenRequests()).isEqualTo(1);
    }

    @Test
    void aFederatedTokenThatIsNotTrustedIsSaidSo() throws IOException {
        Path file = Files.writeString(home.resolve("token"), "canary-token.federated");
        set(USER);
        environment.put("AZURE_FEDERATED_TOKEN_FILE", file.toString());
        stranger("AADSTS700213", "federated credential");
    }

    @Test
    void aMissingFederatedTokenIsNamed() {
        set(USER);
        environment.put("AZURE_FEDERATED_TOKEN_FILE", home.resolve("gone").toString());
        stranger("gone is missing or empty");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503})
    void aSignInThatIsDownIsUnreachableAndNoRefusal(int status) {
        setSecret(USER);
        service.server().onlyFor(request -> request.method().equals("POST"));
        service.server().always(Fault.answering(Answer.of(status)));
        assertThat(failure().code()).isEqualTo(ErrorCode.VAULT_UNREACHABLE);
        assertThat(tokenRequests()).isEqualTo(4);
    }

    @Test
    void aSignInThatStumblesIsAskedAgain() {
        setSecret(USER);
        service.server().onlyFor(request -> request.method().equals("POST"));
        service.server().next(Fault.answering(Answer.of(500)), Fault.reset());
        assertReads();
        assertThat(tokenRequests()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "<html>", "", "{\"access_token\":1}"})
    void aSignInThatCannotBeUnderstoodIsMalformed(String body) {
        setSecret(USER);
        service.server().onlyFor(request -> request.method().equals("POST"));
        service.server().always(Fault.answering(Answer.json(200, body)));
        assertThat(failure().code()).isEqualTo(ErrorCode.MALFORMED_ANSWER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost/", "https://", "https://user:canary-token.@localhost", "::"})
    void anAuthorityThatIsNoHttpsAddressIsRefused(String authority) {
        setSecret(USER);
        environment.put("AZURE_AUTHORITY_HOST", authority);
        stranger("AZURE_AUTHORITY_HOST");
    }

    @Test
    void theSdksOwnSearchSignsInOverTheTransportWithTheContextsEnvironment() {
        VaultContext context = context(AzureAccess.environment(service, USER));
        VaultSettings settings = AzureAccess.settings(service.server().uri(""), Origin.FLAG);
        try (HttpTransport transport = new HttpTransport(
                HttpLimits.standard(),
                Tls.from(context.environment(), context.caFile()),
                ProxyRules.from(context.environment()))) {
            Authority authority = new Authority(context, VaultAddress.of(settings, context), transport);

            AccessToken token = new SdkCredential(context, authority, true)
                    .search()
                    .apply(new TokenRequestContext().addScopes("https://vault.azure.net/.default"));

            assertThat(token.getToken()).startsWith("canary-token.");
        }
    }

    @Test
    void theSdksOwnSearchIsTheOnlyPlaceWhereTheSettingsSaySo() {
        VaultSettings settings = settings("credentials", "sdk");
        // Not the environment of this process: the SDK would see another one than the user's.
        try (Vault vault = openWith(settings, AzureAccess.environment(service, USER))) {
            assertThat(failure(() -> vault.get("x")))
                    .hasMessageContaining("no Azure credentials found; tried: the Azure SDK's own search");
        }
    }

    @Test
    void whoLooksForCredentialsIsTheSdkOrNobodyElse() {
        VaultSettings settings = settings("credentials", "SDK!");
        assertThat(failure(() -> openWith(settings, environment)))
                .hasMessageContaining("credentials in [vault.azure] can only be")
                .extracting(VaultException::code)
                .isEqualTo(ErrorCode.VAULT_SETTINGS);
    }

    @Test
    void anApplicationServiceHandsOutItsIdentity() {
        service.entra().machine(USER);
        environment.put("IDENTITY_ENDPOINT", service.server().uri("/msi/token").toString());
        environment.put("IDENTITY_HEADER", USER.secret());
        assertReads();
        environment.put("AZURE_CLIENT_ID", STRANGER.client());
        stranger("invalid_request");
    }

    @Test
    void theMetadataServiceIsAskedWhereItsHostIsAnnounced() {
        service.entra().machine(USER);
        environment.put(
                "AZURE_POD_IDENTITY_AUTHORITY_HOST", service.server().uri("/").toString());
        assertReads();
    }

    @Test
    void theMetadataServiceIsAskedAtItsUsualAddressWhereTheSettingsSaySo() {
        VaultSettings settings = settings("managed_identity", "true");
        assertThat(new ManagedIdentity(context(Map.of()), settings.flag("managed_identity")).find())
                .isPresent();
        assertThat(new ManagedIdentity(context(Map.of()), false).find()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://example.com/msi", "http://169.255.0.1/x", "ftp://localhost/", "::"})
    void anIdentityEndpointElsewhereIsNotAsked(String address) {
        environment.put("IDENTITY_ENDPOINT", address);
        environment.put("IDENTITY_HEADER", "canary-token.header");
        stranger("IDENTITY_ENDPOINT is neither");
    }

    @Test
    void anIdentityEndpointThatNobodyServesIsAskedOnce() throws IOException {
        try (FaultServer gone = FaultServer.http(request -> Answer.of(500))) {
            gone.always(Fault.reset());
            environment.put("AZURE_POD_IDENTITY_AUTHORITY_HOST", gone.uri("").toString());
            stranger("managed identity endpoint gave no answer", "AZURE_POD_IDENTITY_AUTHORITY_HOST");
            assertThat(gone.requests()).hasSize(1);
        }
    }

    @Test
    void theAzureCommandLineIsAskedForTheTokenOfItsUser() throws IOException {
        az("printf '{\"accessToken\":\"%s\",\"expires_on\":4102444800}' "
                + service.entra().token(USER) + "; echo \"$@\" > " + home.resolve("arguments"));
        assertReads();
        assertThat(Files.readString(home.resolve("arguments")).strip())
                .isEqualTo("account get-access-token --output json --resource https://vault.azure.net --tenant "
                        + USER.tenant());
    }

    @ParameterizedTest
    @CsvSource({
        "'exit 1', gave no token",
        "'echo canary-token.x', gave no token",
        "'echo canary-token.x >&2; exit 3', gave no token",
    })
    void aCommandLineWithoutUserTellsToSignIn(String script, String reason) throws IOException {
        az(script);
        stranger(reason, "az login");
    }

    @Test
    void aCommandLineThatHangsIsEndedInTime() throws IOException {
        az("sleep 60 & sleep 60");
        Vault vault = new AzureVaultProvider()
                .open(
                        AzureAccess.settings(service.server().uri(""), Origin.FLAG),
                        TestContext.within(Duration.ofSeconds(2), context(environment)));
        assertThat(failure(() -> vault.get("x")).code()).isIn(ErrorCode.NOT_AUTHENTICATED, ErrorCode.VAULT_UNREACHABLE);
        vault.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-x", "https://vault.azure.net & calc", "$(x)", "a\tb"})
    void aResourceThatIsNoneReachesNoCommandLine(String resource) throws IOException {
        az("echo \"$@\" > " + home.resolve("arguments"));
        service.challengesFor(resource);
        failure();
        assertThat(home.resolve("arguments")).doesNotExist();
    }

    private void az(String script) throws IOException {
        Path directory = Files.createDirectories(home.resolve("bin"));
        Path program = Files.writeString(directory.resolve("az"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        environment.put("PATH", "bin:" + directory + ":" + System.getenv("PATH"));
    }
}
