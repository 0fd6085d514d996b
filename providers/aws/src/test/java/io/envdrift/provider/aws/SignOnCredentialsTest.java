package io.envdrift.provider.aws;

import static io.envdrift.provider.aws.AwsAccess.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.envdrift.crypto.Sha1;
import io.envdrift.testkit.Canary;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Single sign-on, processes, the AWS command line and the SDK: credentials that somebody else keeps. */
class SignOnCredentialsTest extends CredentialsScene {
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
        stranger("nobody is signed in");
    }

    @Test
    void aRefusedSignOnTellsToSignIn() throws IOException {
        writeSignOnSession();
        writeToken("corp", "2099-01-01T00:00:00Z", "");
        stranger("aws sso login");
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
        // Only what hangs is ended by the deadline, which is to leave a busy machine time to start it.
        try (Vault vault = open(Duration.ofSeconds(script.contains("sleep") ? 5 : 60))) {
            VaultException failure = catchThrowableOfType(VaultException.class, () -> vault.get("x"));
            assertThat(failure).hasMessageContaining("'default' " + reason);
            new Canary("canary/bearer+token").assertAbsentFrom(failure);
        }
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
        String file = ".aws/sso/cache/" + Sha1.hex(key.getBytes(StandardCharsets.UTF_8)) + ".json";
        write(file, "{\"accessToken\":\"canary/bearer+token\",\"expiresAt\":\"" + expiresAt + "\"" + rest + "}");
        return home.resolve(file);
    }
}
