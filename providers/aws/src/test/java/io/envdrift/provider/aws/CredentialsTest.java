package io.envdrift.provider.aws;

import static io.envdrift.provider.aws.AwsAccess.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.envdrift.base.ErrorCode;
import io.envdrift.testkit.Fault;
import io.envdrift.testkit.aws.AwsIdentity;
import io.envdrift.testserver.Answer;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys, profiles, roles and web identities. */
class CredentialsTest extends CredentialsScene {
    static Stream<AwsIdentity> identities() {
        return Stream.of(USER, ROLE);
    }

    @ParameterizedTest
    @MethodSource("identities")
    void keysOfTheEnvironmentAreUsedAndMayBeTemporary(AwsIdentity identity) {
        setKeys(identity);
        assertReadsAs(identity);
    }

    @ParameterizedTest
    @CsvSource({"AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY", "AWS_SECRET_ACCESS_KEY, AWS_ACCESS_KEY_ID"})
    void oneHalfOfTheKeysIsNoReasonToLookElsewhere(String given, String missing) throws IOException {
        write(".aws/credentials", "[default]", "aws_access_key_id=x", "aws_secret_access_key=y");
        environment.put(given, "canary/bearer+token");

        stranger(missing + " is missing");
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
        stranger("no profile 'nobody'");
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
        stranger("assuming the role " + ROLE_ARN + " failed: permission denied", "trust policy");
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
        stranger("leads back to itself");
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
        setWebIdentity("canary/bearer+token");
        environment.put("AWS_ROLE_ARN", ROLE_ARN);
        assertReadsAs(ROLE);
    }

    @Test
    void aWebIdentityBecomesTheRoleOfTheSettingsInOneStep() throws IOException {
        signIn.trustWebIdentity("canary/bearer+token", ROLE_ARN, ROLE);
        setWebIdentity("canary/bearer+token");
        settings.put("role_arn", ROLE_ARN);
        assertReadsAs(ROLE);
        assertThat(signIn.server().requests()).hasSize(1);
    }

    @Test
    void theRoleOfAWebIdentityOpensTheRoleOfTheSettings() throws IOException {
        AwsIdentity first = AwsIdentity.temporary("ASIATESTFIRST0000001", "canary/first+key", "canary/first+token");
        signIn.trustWebIdentity("canary/bearer+token", OTHER_ARN, first);
        signIn.trust(first, ROLE_ARN, "", ROLE);
        setWebIdentity("canary/bearer+token");
        environment.put("AWS_ROLE_ARN", OTHER_ARN);
        settings.put("role_arn", ROLE_ARN);
        assertReadsAs(ROLE);
    }

    @Test
    void aMissingWebIdentityTokenIsNamed() {
        environment.put("AWS_WEB_IDENTITY_TOKEN_FILE", home.resolve("token").toString());
        environment.put("AWS_ROLE_ARN", ROLE_ARN);
        stranger(home.resolve("token") + " is missing");
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
        stranger("profile 'default'", reason);
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
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(40));
    }

    @Test
    void aFailureToSignInIsNotTriedAgainForTheNextSecret() {
        signIn.trust(USER, OTHER_ARN, "", ROLE);
        setKeys(USER);
        settings.put("role_arn", ROLE_ARN);
        try (Vault vault = open(Duration.ofSeconds(60))) {
            for (String name : List.of("x", "y")) {
                VaultException failure = catchThrowableOfType(VaultException.class, () -> vault.get(name));
                assertThat(failure).hasMessageContaining("'" + name + "'");
            }
        }
        assertThat(signIn.server().requests()).hasSize(1);
    }

    private void setWebIdentity(String token) throws IOException {
        write("token", token);
        environment.put("AWS_WEB_IDENTITY_TOKEN_FILE", home.resolve("token").toString());
    }

    private static String[] keys(String section, AwsIdentity identity) {
        return new String[] {
            "[" + section + "]",
            "aws_access_key_id = " + identity.keyId(),
            "aws_secret_access_key = " + identity.secretKey(),
            identity.sessionToken().map(token -> "aws_session_token = " + token).orElse("")
        };
    }
}
