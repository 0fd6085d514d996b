package io.envdrift.provider.aws;

import static io.envdrift.provider.aws.AwsAccess.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.testkit.Canary;
import io.envdrift.testkit.Fault;
import io.envdrift.testkit.TestContext;
import io.envdrift.testkit.aws.AwsIdentity;
import io.envdrift.testkit.aws.SecretsManagerFake;
import io.envdrift.testkit.aws.SignInFake;
import io.envdrift.testserver.Answer;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultSettings.Origin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The service lets only one identity in, so a read that succeeds proves where the credentials came from. */
class CredentialsTest {
    private static final AwsIdentity ROLE =
            AwsIdentity.temporary("ASIATESTROLE00000001", "canary/role-secret+key", "canary/role-session+token");
    private static final String ROLE_ARN = "arn:aws:iam::123456789012:role/reader";
    private static final String OTHER_ARN = "arn:aws:iam::123456789012:role/other";

    @TempDir
    private Path home;

    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> settings = new HashMap<>();
    private SecretsManagerFake service;
    private SignInFake signIn;

    @BeforeEach
    void start() throws IOException {
        service = SecretsManagerFake.start(Optional.empty());
        service.store("x", "value");
        signIn = SignInFake.start();
        for (String name : List.of("STS", "SSO", "SSO_OIDC")) {
            environment.put("AWS_ENDPOINT_URL_" + name, signIn.uri("").toString());
        }
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
        settings.put("region", SecretsManagerFake.REGION);
        settings.put("endpoint_url", service.server().uri("").toString());
    }

    @AfterEach
    void stop() {
        service.close();
        signIn.close();
    }

    private void write(String file, String... lines) throws IOException {
        Path path = home.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, String.join("\n", lines) + "\n");
    }

    private void setKeys(AwsIdentity identity) {
        environment.putAll(AwsAccess.environment(identity));
    }

    private void assertReadsAs(AwsIdentity identity) {
        service.admit(identity);
        try (Vault vault = open(Duration.ofSeconds(20))) {
            assertThat(vault.get("x").value()).isEqualTo(Secret.of("value"));
            assertThat(vault.get("x").value()).isEqualTo(Secret.of("value"));
        }
    }

    private VaultException failure() {
        VaultException failure;
        try (Vault vault = open(Duration.ofSeconds(5))) {
            failure = catchThrowableOfType(VaultException.class, () -> vault.get("x"));
        }
        assertThat(failure).isNotNull();
        assertThat(service.server().requests()).isEmpty();
        for (String secret : List.of(USER.secretKey(), ROLE.secretKey(), "canary/bearer+token")) {
            new Canary(secret).assertAbsentFrom(failure);
            new Canary(secret).assertAbsentFrom("hint", failure.hint().orElse(""));
        }
        return failure;
    }

    private Vault open(Duration limit) {
        return new AwsVaultProvider()
                .open(
                        AwsAccess.settings(settings, Origin.FLAG),
                        TestContext.within(limit, TestContext.of(environment, home)));
    }

    @Test
    void keysOfTheEnvironmentAreUsed() {
        setKeys(USER);
        assertReadsAs(USER);
    }

    @Test
    void keysOfTheEnvironmentMayBeTemporary() {
        setKeys(ROLE);
        assertReadsAs(ROLE);
    }

    @ParameterizedTest
    @CsvSource({"AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY", "AWS_SECRET_ACCESS_KEY, AWS_ACCESS_KEY_ID"})
    void oneHalfOfTheKeysIsNoReasonToLookElsewhere(String given, String missing) throws IOException {
        write(".aws/credentials", "[default]", "aws_access_key_id=x", "aws_secret_access_key=y");
        environment.put(given, "canary/bearer+token");

        assertThat(failure())
                .hasMessageContaining(missing + " is missing")
                .extracting(VaultException::code)
                .isEqualTo(ErrorCode.NOT_AUTHENTICATED);
    }

    @Test
    void theEnvironmentComesBeforeTheProfile() throws IOException {
        write(".aws/credentials", "[default]", "aws_access_key_id=x", "aws_secret_access_key=y");
        setKeys(USER);
        assertReadsAs(USER);
    }

    @Test
    void theDefaultProfileIsFoundInTheHomeOfTheContext() throws IOException {
        write(".aws/credentials", keys("default", USER));
        assertReadsAs(USER);
    }

    @Test
    void theProfileOfTheEnvironmentMayHaveSessionCredentials() throws IOException {
        write(".aws/config", keys("profile work", ROLE));
        environment.put("AWS_PROFILE", "work");
        assertReadsAs(ROLE);
    }

    @Test
    void theCredentialsFileWinsOverTheConfigurationFile() throws IOException {
        write(".aws/config", "[default]", "aws_access_key_id=x", "aws_secret_access_key=y");
        write(".aws/credentials", keys("default", USER));
        assertReadsAs(USER);
    }

    @Test
    void theFilesMayLieWhereTheEnvironmentSays() throws IOException {
        write("elsewhere/keys", keys("default", USER));
        environment.put("AWS_SHARED_CREDENTIALS_FILE", "~/elsewhere/keys");
        assertReadsAs(USER);
    }

    @Test
    void aProfileOfTheSettingsIsTheOnlyPlace() throws IOException {
        write(".aws/credentials", keys("vault", USER));
        setKeys(AwsAccess.STRANGER);
        settings.put("profile", "vault");
        assertReadsAs(USER);
    }

    @Test
    void aProfileOfTheSettingsThatDoesNotExistIsAnError() {
        setKeys(USER);
        settings.put("profile", "nobody");
        assertThat(failure())
                .hasMessageContaining("no profile 'nobody'")
                .extracting(VaultException::code)
                .isEqualTo(ErrorCode.NOT_AUTHENTICATED);
    }

    @Test
    void aRoleIsAssumedWithTheCredentialsOfAnotherProfile() throws IOException {
        signIn.trust(USER, ROLE_ARN, "shared id", ROLE);
        write(".aws/credentials", keys("base", USER));
        write(
                ".aws/config",
                "[default]",
                "role_arn = " + ROLE_ARN,
                "source_profile = base",
                "external_id = shared id",
                "role_session_name = me");
        assertReadsAs(ROLE);
        assertThat(signIn.server().requests()).hasSize(1);
        assertThat(signIn.server().requests().getFirst().text()).contains("RoleSessionName=me");
    }

    @Test
    void aRoleIsAssumedWithTheKeysOfTheEnvironment() throws IOException {
        signIn.trust(USER, ROLE_ARN, "", ROLE);
        write(".aws/config", "[profile a]", "role_arn = " + ROLE_ARN, "credential_source = Environment");
        setKeys(USER);
        settings.put("profile", "a");
        assertReadsAs(ROLE);
    }

    @Test
    void theRoleOfTheSettingsIsAssumedWithWhatWasFound() {
        signIn.trust(USER, ROLE_ARN, "", ROLE);
        setKeys(USER);
        settings.put("role_arn", ROLE_ARN);
        environment.put("AWS_ROLE_SESSION_NAME", "ci-run-7");
        assertReadsAs(ROLE);
        assertThat(signIn.server().requests().getFirst().text()).contains("RoleSessionName=ci-run-7");
    }

    @Test
    void aRoleThatMayNotBeAssumedIsSaidSo() {
        signIn.trust(USER, OTHER_ARN, "", ROLE);
        setKeys(USER);
        settings.put("role_arn", ROLE_ARN);
        VaultException failure = failure();
        assertThat(failure.code()).isEqualTo(ErrorCode.NOT_AUTHENTICATED);
        assertThat(failure).hasMessageContaining("assuming the role " + ROLE_ARN + " failed: permission denied");
        assertThat(failure.hint().orElseThrow()).contains("trust policy");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503})
    void aTokenServiceThatIsDownIsUnreachableAndNoRefusal(int status) {
        signIn.server().always(Fault.answering(Answer.of(status)));
        setKeys(USER);
        settings.put("role_arn", ROLE_ARN);
        assertThat(failure().code()).isEqualTo(ErrorCode.VAULT_UNREACHABLE);
        assertThat(signIn.server().requests()).hasSizeGreaterThan(1);
    }

    @Test
    void rolesInACircleAreRefused() throws IOException {
        write(
                ".aws/config",
                "[default]",
                "role_arn = " + ROLE_ARN,
                "source_profile = b",
                "[profile b]",
                "role_arn = " + OTHER_ARN,
                "source_profile = default");
        assertThat(failure()).hasMessageContaining("leads back to itself");
    }

    @Test
    void aProfileMayTakeItsOwnKeysToItsRole() throws IOException {
        signIn.trust(USER, ROLE_ARN, "", ROLE);
        write(".aws/credentials", keys("default", USER));
        write(".aws/config", "[default]", "role_arn = " + ROLE_ARN, "source_profile = default");
        assertReadsAs(ROLE);
    }

    @Test
    void aWebIdentityBecomesTheRoleOfTheEnvironment() throws IOException {
        signIn.trustWebIdentity("canary/bearer+token", ROLE_ARN, ROLE);
        write("token", "canary/bearer+token");
        environment.put("AWS_WEB_IDENTITY_TOKEN_FILE", home.resolve("token").toString());
        environment.put("AWS_ROLE_ARN", ROLE_ARN);
        assertReadsAs(ROLE);
    }

    @Test
    void aWebIdentityBecomesTheRoleOfTheSettingsInOneStep() throws IOException {
        signIn.trustWebIdentity("canary/bearer+token", ROLE_ARN, ROLE);
        write("token", "canary/bearer+token");
        environment.put("AWS_WEB_IDENTITY_TOKEN_FILE", home.resolve("token").toString());
        settings.put("role_arn", ROLE_ARN);
        assertReadsAs(ROLE);
        assertThat(signIn.server().requests()).hasSize(1);
    }

    @Test
    void theRoleOfAWebIdentityOpensTheRoleOfTheSettings() throws IOException {
        AwsIdentity first = AwsIdentity.temporary("ASIATESTFIRST0000001", "canary/first+key", "canary/first+token");
        signIn.trustWebIdentity("canary/bearer+token", OTHER_ARN, first);
        signIn.trust(first, ROLE_ARN, "", ROLE);
        write("token", "canary/bearer+token");
        environment.put("AWS_WEB_IDENTITY_TOKEN_FILE", home.resolve("token").toString());
        environment.put("AWS_ROLE_ARN", OTHER_ARN);
        settings.put("role_arn", ROLE_ARN);
        assertReadsAs(ROLE);
    }

    @Test
    void aMissingWebIdentityTokenIsNamed() {
        environment.put("AWS_WEB_IDENTITY_TOKEN_FILE", home.resolve("token").toString());
        environment.put("AWS_ROLE_ARN", ROLE_ARN);
        assertThat(failure()).hasMessageContaining(home.resolve("token") + " is missing");
    }

    @Test
    void singleSignOnUsesTheTokenThatTheAwsCommandLineLeft() throws IOException {
        signIn.assign("canary/bearer+token", "123456789012", "Reader", ROLE);
        writeSignOnSession();
        writeToken("corp", "2099-01-01T00:00:00Z", "");
        assertReadsAs(ROLE);
    }

    @Test
    void singleSignOnWithoutSessionUsesTheStartUrl() throws IOException {
        signIn.assign("canary/bearer+token", "123456789012", "Reader", ROLE);
        write(
                ".aws/config",
                "[default]",
                "sso_start_url = https://corp.awsapps.com/start",
                "sso_region = eu-west-1",
                "sso_account_id = 123456789012",
                "sso_role_name = Reader");
        writeToken("https://corp.awsapps.com/start", "2099-01-01T00:00:00UTC", "");
        assertReadsAs(ROLE);
    }

    @Test
    void anExpiredSignOnIsRenewedAndTheNewTokenKept() throws Exception {
        signIn.renews("canary/refresh+token", "client-1", "canary/new-bearer+token");
        signIn.assign("canary/new-bearer+token", "123456789012", "Reader", ROLE);
        writeSignOnSession();
        Path cache = writeToken(
                "corp",
                "2020-01-01T00:00:00Z",
                ",\"refreshToken\":\"canary/refresh+token\",\"clientId\":\"client-1\",\"clientSecret\":\"s\",\"other\":\"kept\"");
        assertReadsAs(ROLE);

        CredentialDocument kept =
                CredentialDocument.parse(Files.readString(cache)).orElseThrow();
        assertThat(kept.text("accessToken")).contains("canary/new-bearer+token");
        assertThat(kept.text("refreshToken")).contains("renewed-canary/refresh+token");
        assertThat(kept.text("other")).contains("kept");
        assertThat(kept.moment("expiresAt").orElseThrow()).isAfter("2026-01-01T00:00:00Z");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)))
                .isEqualTo("rw-------");
        assertReadsAs(ROLE);
        assertThat(signIn.server().requests().stream()
                        .filter(request -> request.path().equals("/token")))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"refreshToken\":\"gone\",\"clientId\":\"client-1\",\"clientSecret\":\"s\""})
    void anExpiredSignOnThatCannotBeRenewedTellsToSignIn(String rest) throws IOException {
        writeSignOnSession();
        writeToken("corp", "2020-01-01T00:00:00Z", rest);
        assertThat(failure().hint().orElseThrow()).isEqualTo("sign in with: aws sso login --profile default");
    }

    @Test
    void nobodySignedOnTellsToSignIn() throws IOException {
        writeSignOnSession();
        VaultException failure = failure();
        assertThat(failure).hasMessageContaining("nobody is signed in");
        assertThat(failure.code()).isEqualTo(ErrorCode.NOT_AUTHENTICATED);
    }

    @Test
    void aRefusedSignOnTellsToSignIn() throws IOException {
        writeSignOnSession();
        writeToken("corp", "2099-01-01T00:00:00Z", "");
        VaultException failure = failure();
        assertThat(failure.code()).isEqualTo(ErrorCode.NOT_AUTHENTICATED);
        assertThat(failure.hint().orElseThrow()).contains("aws sso login");
    }

    @Test
    void aProcessHandsCredentialsOver() throws IOException {
        write(
                "helper",
                "printf '{\"Version\":1,\"AccessKeyId\":\"%s\",\"SecretAccessKey\":\"%s\"}' \"$HELPED_ID\" '"
                        + USER.secretKey() + "'");
        write(".aws/config", "[default]", "credential_process = sh " + home.resolve("helper"));
        environment.put("HELPED_ID", USER.keyId());
        assertReadsAs(USER);
    }

    @ParameterizedTest
    @CsvSource({
        "'exit 1', printed no credentials",
        "'echo canary/bearer+token', printed no credentials",
        "'echo canary/bearer+token >&2; exit 3', printed no credentials",
        "'sleep 60', did not end in time",
        "'sleep 60 & sleep 60', did not end in time",
    })
    void aProcessThatFailsOrHangsIsNamedByItsProfile(String script, String reason) throws IOException {
        write("helper", script);
        write(".aws/config", "[default]", "credential_process = sh " + home.resolve("helper"));
        try (Vault vault = open(Duration.ofSeconds(1))) {
            VaultException failure = catchThrowableOfType(VaultException.class, () -> vault.get("x"));
            assertThat(failure).hasMessageContaining("'default' " + reason);
            new Canary("canary/bearer+token").assertAbsentFrom(failure);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'role_arn = x', no credentials to assume it with",
        "'role_arn = x\nsource_profile = missing', no credentials to assume it with",
        "'role_arn = x\nsource_profile = default\nmfa_serial = y', one-time code",
        "'login_session = x', aws login",
        "'aws_access_key_id = x', one half",
        "'sso_account_id = 1', has no sso_role_name",
        "'sso_session = gone\nsso_account_id = 1\nsso_role_name = r', sso-session 'gone'",
    })
    void aProfileThatCannotBeUsedIsExplained(String lines, String reason) throws IOException {
        write(".aws/config", "[default]", lines);
        VaultException failure = failure();
        assertThat(failure.code()).isEqualTo(ErrorCode.NOT_AUTHENTICATED);
        assertThat(failure).hasMessageContaining("profile 'default'").hasMessageContaining(reason);
        assertThat(failure.hint()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"login_session = x", "role_arn = x\nsource_profile = default\nmfa_serial = y"})
    void theAwsCommandLineSignsInWhereOnlyItCan(String lines) throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "skipped: there is no /bin/sh");
        String profile = "corp@eu/1";
        write(".aws/config", "[profile " + profile + "]", lines);
        write(
                "bin/aws",
                "#!/bin/sh",
                "[ \"$*\" = \"configure export-credentials --format process --profile " + profile + "\" ] || exit 1",
                "echo '{\"Version\":1,\"AccessKeyId\":\"" + ROLE.keyId() + "\",\"SecretAccessKey\":\""
                        + ROLE.secretKey() + "\",\"SessionToken\":\""
                        + ROLE.sessionToken().orElseThrow() + "\"}'");
        Files.setPosixFilePermissions(home.resolve("bin/aws"), PosixFilePermissions.fromString("rwx------"));
        environment.put("PATH", home.resolve("bin") + ":/usr/bin:/bin");
        environment.put("AWS_PROFILE", profile);

        assertReadsAs(ROLE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theSdksOwnSearchComesLastOrWhereTheSettingsSaySoAlone(boolean alone) {
        environment.keySet().removeIf(name -> name.startsWith("AWS_"));
        environment.putAll(System.getenv());
        assumeTrue(
                Stream.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE", "AWS_WEB_IDENTITY_TOKEN_FILE")
                        .noneMatch(environment::containsKey),
                "skipped: AWS is set up here");
        if (alone) {
            settings.put("credentials", "sdk");
        }
        // What only the SDK looks at.
        System.setProperty("aws.accessKeyId", USER.keyId());
        System.setProperty("aws.secretAccessKey", USER.secretKey());
        try {
            assertReadsAs(USER);
        } finally {
            System.clearProperty("aws.accessKeyId");
            System.clearProperty("aws.secretAccessKey");
        }
    }

    @Test
    void theSdksOwnSearchIsTheOnlyPlaceWhereTheSettingsSaySo() {
        setKeys(USER);
        settings.put("credentials", "sdk");
        // Not the environment of this process: the SDK would see another one than the user's.
        assertThat(failure()).hasMessageContaining("no AWS credentials found; tried: the AWS SDK's own search");
    }

    @Test
    void aContainersServiceIsAskedWithItsToken() throws IOException {
        signIn.container("canary/bearer+token", ROLE);
        write("token", "canary/bearer+token\n");
        environment.put(
                "AWS_CONTAINER_CREDENTIALS_FULL_URI", signIn.uri("/container").toString());
        environment.put(
                "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", home.resolve("token").toString());
        assertReadsAs(ROLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://example.com/container", "http://169.254.170.200/x", "ftp://localhost/", "::"})
    void aContainersServiceElsewhereIsNotAsked(String address) {
        environment.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", address);
        environment.put("AWS_CONTAINER_AUTHORIZATION_TOKEN", "canary/bearer+token");
        assertThat(failure()).hasMessageContaining("container's credential service has an address");
    }

    @Test
    void anInstancesRoleIsUsed() {
        signIn.instance(ROLE);
        environment.remove("AWS_EC2_METADATA_DISABLED");
        environment.put("AWS_EC2_METADATA_SERVICE_ENDPOINT", signIn.uri("/").toString());
        assertReadsAs(ROLE);
    }

    @Test
    void metadataThatNeverAnswersHoldsUpForASecondOnly() {
        signIn.server().always(Fault.stalled());
        environment.remove("AWS_EC2_METADATA_DISABLED");
        environment.put("AWS_EC2_METADATA_SERVICE_ENDPOINT", signIn.uri("").toString());
        long start = System.nanoTime();
        assertThat(failure()).hasMessageContaining("no AWS credentials found; tried: ");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void aFailureToSignInIsNotTriedAgainForTheNextSecret() {
        signIn.trust(USER, OTHER_ARN, "", ROLE);
        setKeys(USER);
        settings.put("role_arn", ROLE_ARN);
        try (Vault vault = open(Duration.ofSeconds(5))) {
            for (String name : List.of("x", "y")) {
                VaultException failure = catchThrowableOfType(VaultException.class, () -> vault.get(name));
                assertThat(failure).hasMessageContaining("'" + name + "'");
            }
        }
        assertThat(signIn.server().requests()).hasSize(1);
    }

    private void writeSignOnSession() throws IOException {
        write(
                ".aws/config",
                "[default]",
                "sso_session = corp",
                "sso_account_id = 123456789012",
                "sso_role_name = Reader",
                "[sso-session corp]",
                "sso_region = eu-west-1",
                "sso_start_url = https://corp.awsapps.com/start");
    }

    private Path writeToken(String key, String expiresAt, String rest) throws IOException {
        String file = ".aws/sso/cache/" + sha1(key) + ".json";
        write(file, "{\"accessToken\":\"canary/bearer+token\",\"expiresAt\":\"" + expiresAt + "\"" + rest + "}");
        return home.resolve(file);
    }

    private static String[] keys(String section, AwsIdentity identity) {
        return new String[] {
            "[" + section + "]",
            "aws_access_key_id = " + identity.keyId(),
            "aws_secret_access_key = " + identity.secretKey(),
            identity.sessionToken().map(token -> "aws_session_token = " + token).orElse("")
        };
    }

    private static String sha1(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
