package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.files.FileOperations;
import io.envdrift.testkit.aws.AwsIdentity;
import io.envdrift.testkit.aws.SecretsManagerFake;
import io.envdrift.testkit.azure.AzureIdentity;
import io.envdrift.testkit.azure.KeyVaultFake;
import io.envdrift.testserver.TestAuthority;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The words that scripts written for the original look for, each in the situation that prints it, on the stream where they
 * look. Every situation starts from a service {@code svc} whose encrypted file and key are in order.
 */
class PhrasesTest {
    private static final String FILE = "svc/.env.production";
    private static final String KEYS = "svc/.env.keys";
    private static final String KEY = SampleProject.hex(SampleProject.KEY);

    @TempDir
    Path root;

    /** What is done with the project, and what is run in it. */
    private interface Situation {
        CliRun.Result in(SampleProject project) throws IOException;
    }

    /** The stream on which the words stand. */
    private enum On {
        OUT,
        ERR;

        String of(CliRun.Result result) {
            return this == OUT ? result.out() : result.err();
        }
    }

    static Stream<Arguments> phrases() {
        return Stream.of(
                        withoutAddress(),
                        stores(),
                        keysOfPlaces(),
                        vaultPush(),
                        unwritable(),
                        lock(),
                        decryptionTests(),
                        others())
                .flatMap(rows -> rows);
    }

    private static Stream<Arguments> withoutAddress() {
        return Stream.of(
                row("azure", On.OUT, 1, "Azure provider requires --vault-url", p -> run(p, "sync", "-p", "azure")),
                row(
                        "hashicorp",
                        On.OUT,
                        1,
                        "HashiCorp provider requires --vault-url",
                        p -> run(p, "pull", "-p", "hashicorp")),
                row("gcp", On.OUT, 1, "GCP provider requires --project-id", p -> run(p, "sync", "-p", "gcp")),
                row(
                        "gcp, one key",
                        On.ERR,
                        1,
                        "GCP provider requires --project-id",
                        p -> run(p, "vault-pull", "svc", "svc-key", "-e", "production", "-p", "gcp")));
    }

    private static Stream<Arguments> stores() {
        String store = ": it is the dotenvx private-key store";
        return Stream.of(
                row("encrypt a keys file", On.ERR, 1, "Refusing to encrypt ", p -> run(p, "encrypt", KEYS)),
                row(
                        "decrypt a keys file",
                        On.ERR,
                        1,
                        "Refusing to decrypt " + KEYS + store,
                        p -> run(p, "decrypt", KEYS)),
                row("encrypt a renamed one", On.ERR, 1, store + " (it holds DOTENV_PRIVATE_KEY", p -> {
                    p.write("team.txt", p.read(KEYS));
                    return run(p, "encrypt", "team.txt");
                }),
                row("decrypt a renamed one", On.ERR, 1, store + " (it holds DOTENV_PRIVATE_KEY", p -> {
                    p.write("team.txt", p.read(KEYS));
                    return run(p, "decrypt", "team.txt");
                }),
                row("print a renamed one", On.ERR, 1, "Refusing to decrypt ", p -> {
                    p.write("team.txt", p.read(KEYS));
                    return run(p, "decrypt", "team.txt", "--stdout");
                }),
                row("read a keys file", On.ERR, 1, store, p -> run(p, "get", "A", "-f", KEYS)));
    }

    private static Stream<Arguments> keysOfPlaces() {
        return Stream.of(
                row("all in place", On.OUT, 0, "All services synced successfully", p -> run(p, "sync")),
                row("pull, all in place", On.OUT, 0, "All services synced successfully", p -> run(p, "pull")),
                row(
                        "pull, a key cannot be had",
                        On.ERR,
                        1,
                        "[ERROR] Setup incomplete due to sync errors",
                        p -> run(p.secret("svc-key", ""), "pull")),
                row(
                        "the secret of another environment",
                        On.ERR,
                        1,
                        "Secret holds 'DOTENV_PRIVATE_KEY_STAGING' but --env production expects"
                                + " 'DOTENV_PRIVATE_KEY_PRODUCTION'",
                        p -> run(
                                p.secret("svc-key", "DOTENV_PRIVATE_KEY_STAGING=" + KEY),
                                "vault-pull",
                                "svc",
                                "svc-key",
                                "--env",
                                "production")));
    }

    private static Stream<Arguments> vaultPush() {
        return Stream.of(
                row("no keys file", On.ERR, 1, "File not found: .env.keys", p -> {
                    Files.delete(p.root.resolve(KEYS));
                    return run(p, "vault-push", "svc", "svc-key", "-e", "production");
                }),
                row(
                        "no such key",
                        On.ERR,
                        1,
                        "Key 'DOTENV_PRIVATE_KEY_PRODUCTION' not found in .env.keys",
                        p -> run(p.write(KEYS, "OTHER=1\n"), "vault-push", "svc", "svc-key", "-e", "production")),
                row(
                        "--skip-encrypt",
                        On.ERR,
                        0,
                        "--skip-encrypt is only applicable with --all",
                        p -> run(p, "vault-push", "svc", "svc-key", "-e", "production", "--skip-encrypt")),
                row(
                        "--force",
                        On.ERR,
                        0,
                        "--force is only applicable with --all",
                        p -> run(p, "vault-push", "svc", "svc-key", "-e", "production", "--force")));
    }

    private static Stream<Arguments> unwritable() {
        return Stream.of(
                row("a directory in its place", On.ERR, 1, "svc/.env.keys: Is a directory", p -> {
                    Files.delete(p.root.resolve(KEYS));
                    CliRun.Result result =
                            run(p.write(KEYS + "/x", ""), "vault-pull", "svc", "svc-key", "-e", "production");
                    assertThat(result.err()).contains("Cannot write ");
                    return result;
                }),
                row("no room", On.ERR, 1, "Cannot write ", p -> {
                    Files.delete(p.root.resolve(KEYS));
                    return p.cli().operations(fullDisk()).run("vault-pull", "svc", "svc-key", "-e", "production");
                }),
                row("not UTF-8", On.ERR, 1, "utf-8", p -> {
                    Files.write(p.root.resolve(FILE), new byte[] {'A', '=', (byte) 0xc3, '('});
                    CliRun.Result result = run(p, "decrypt", FILE);
                    assertThat(result.err()).contains("Cannot read ").contains("svc/.env.production: ");
                    return result;
                }));
    }

    private static Stream<Arguments> lock() {
        return Stream.of(
                row("keys equal", On.OUT, 0, "✓ svc - keys match vault", p -> run(p, "lock", "--verify-vault")),
                row("no key here", On.OUT, 1, "✗ svc - cannot verify: .env.keys not found", p -> withoutKey(p)),
                row("what brings it", On.OUT, 1, "envdrift lock --sync-keys", p -> withoutKey(p)),
                row("and how it ends", On.ERR, 1, "[ERROR] Cannot proceed with encryption", p -> withoutKey(p)),
                row("mixed", On.OUT, 1, "would re-encrypt (plaintext values remain)", p -> mixed(p)),
                row("mixed, at the end", On.ERR, 1, "[ERROR] Found 1 file(s) that need encryption", p -> mixed(p)),
                row(
                        "encrypted",
                        On.OUT,
                        0,
                        "Check complete! All files are already encrypted.",
                        p -> run(p, "lock", "--check")));
    }

    private static Stream<Arguments> decryptionTests() {
        return Stream.of(
                row("the block", On.OUT, 0, "Decryption Tests:", p -> run(p, "sync", "--check-decryption")),
                row("passed", On.OUT, 0, "Passed: 1", p -> run(p, "sync", "--check-decryption")),
                row("failed", On.OUT, 1, "Failed: 1", p -> run(p.write(FILE, "A=1\n"), "sync", "--check-decryption")),
                row("skipped", On.OUT, 1, "Skipped: 1", p -> {
                    p.service("gone", SampleProject.KEY, "A=1\n").secret("gone-key", "");
                    return run(p, "sync", "--check-decryption");
                }));
    }

    private static Stream<Arguments> others() {
        return Stream.of(
                row("diff", On.OUT, 0, "No drift detected - environments match", p -> run(p, "diff", FILE, FILE)),
                row(
                        "vault-push --all",
                        On.OUT,
                        0,
                        "Done. Pushed: 0, Skipped: 1, Errors: 0",
                        p -> run(p, "vault-push", "--all")),
                row(
                        "nothing to decrypt",
                        On.ERR,
                        0,
                        "[WARN] Nothing to decrypt",
                        p -> run(p.write(FILE, "A=1\n"), "decrypt", FILE)),
                row("decrypted", On.OUT, 0, "[OK] Decrypted " + FILE + " using dotenvx", p -> run(p, "decrypt", FILE)),
                row(
                        "encrypted",
                        On.OUT,
                        0,
                        "[OK] Encrypted " + FILE + " using dotenvx",
                        p -> run(p.write(FILE, "A=1\n"), "encrypt", FILE)));
    }

    private static Arguments row(String name, On stream, int exit, String phrase, Situation situation) {
        return Arguments.of(name, stream, exit, phrase, situation);
    }

    @ParameterizedTest(name = "{0}: {3}")
    @MethodSource("phrases")
    void isPrinted(String name, On stream, int exit, String phrase, Situation situation) throws IOException {
        CliRun.Result result = situation.in(project());

        assertThat(stream.of(result)).contains(phrase);
        assertThat(result.exit()).as(result.all()).isEqualTo(exit);
        assertThat(result.all()).doesNotContain(KEY);
    }

    @Test
    void onlyTheOptionThatWasGivenIsNamed() {
        CliRun.Result result = run(project(), "vault-push", "svc", "svc-key", "-e", "production", "--skip-encrypt");

        assertThat(result.err()).doesNotContain("--force").doesNotContain("--profile");
    }

    @Test
    void awsNamesTheRegionInWhichThereIsNoSuchSecret() throws IOException {
        AwsIdentity user = AwsIdentity.of("AKIATESTUSER00000001", "test/secret-access-key+0001");
        try (SecretsManagerFake aws = SecretsManagerFake.start(Optional.empty(), user)) {
            CliRun.Result result = project()
                    .cli()
                    .env("AWS_ENDPOINT_URL", aws.server().uri("").toString())
                    .env("AWS_EC2_METADATA_DISABLED", "true")
                    .env("AWS_ACCESS_KEY_ID", user.keyId())
                    .env("AWS_SECRET_ACCESS_KEY", user.secretKey())
                    .env("AWS_REGION", SecretsManagerFake.REGION)
                    .run("sync", "-p", "aws");

            assertThat(result.exit()).isEqualTo(1);
            assertThat(result.out())
                    .contains("Secret 'svc-key' not found in aws vault (region " + SecretsManagerFake.REGION + ")");
        }
    }

    @Test
    void azureSaysThatTheChallengeResourceIsAnotherServices() throws IOException {
        AzureIdentity user = AzureIdentity.of(
                KeyVaultFake.TENANT, "11111111-0000-4000-8000-000000000001", "test/client-secret+0001");
        TestAuthority authority = TestAuthority.in(Files.createDirectory(root.resolve("certificates")));
        try (KeyVaultFake azure = KeyVaultFake.start(Optional.of(authority.issue("dns:localhost")), user)) {
            CliRun.Result result = project()
                    .cli()
                    .env("AZURE_AUTHORITY_HOST", azure.server().uri("").toString())
                    .env("AZURE_TENANT_ID", user.tenant())
                    .env("AZURE_CLIENT_ID", user.client())
                    .env("AZURE_CLIENT_SECRET", user.secret())
                    .env("SSL_CERT_FILE", authority.file().toString())
                    .run(
                            "sync",
                            "-p",
                            "azure",
                            "--vault-url",
                            azure.server().uri("").toString());

            assertThat(result.exit()).isEqualTo(1);
            assertThat(result.out())
                    .contains("challenge resource")
                    .contains("ENVDRIFT_AZURE_VERIFY_CHALLENGE_RESOURCE=0");
        }
    }

    private SampleProject project() {
        return new SampleProject(root.resolve("project"))
                .service("svc", SampleProject.KEY, "A=one\n")
                .write(KEYS, SampleProject.KEY_NAME + "=" + KEY + "\n");
    }

    private static CliRun.Result run(SampleProject project, String... words) {
        return project.cli().run(words);
    }

    private static CliRun.Result withoutKey(SampleProject project) throws IOException {
        Files.delete(project.root.resolve(KEYS));
        return run(project, "lock", "--verify-vault");
    }

    private static CliRun.Result mixed(SampleProject project) throws IOException {
        Files.writeString(project.root.resolve(FILE), "B=two\n", StandardOpenOption.APPEND);
        return run(project, "lock", "--check");
    }

    /** The file system, which takes no new file. */
    private static FileOperations fullDisk() {
        return (FileOperations) Proxy.newProxyInstance(
                FileOperations.class.getClassLoader(),
                new Class<?>[] {FileOperations.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("create")) {
                        throw new IOException("No space left on device");
                    }
                    return method.invoke(FileOperations.system(), arguments);
                });
    }
}
