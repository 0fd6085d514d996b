package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.testkit.FaultyService;
import io.envdrift.testkit.aws.AwsIdentity;
import io.envdrift.testkit.aws.SecretsManagerFake;
import io.envdrift.testkit.azure.AzureIdentity;
import io.envdrift.testkit.azure.KeyVaultFake;
import io.envdrift.testkit.gcp.GoogleIdentity;
import io.envdrift.testkit.gcp.SecretManagerFake;
import io.envdrift.testkit.hashicorp.FakeVault;
import io.envdrift.testserver.TestAuthority;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the main commands load, open and ask for, in a process of their own with the class path that users have. These are counts,
 * which no other load of the machine changes, some 5 % above today's; they are those of JDK 25, with which the distribution runs.
 */
@EnabledOnOs(OS.LINUX)
@EnabledForJreRange(min = JRE.JAVA_25, max = JRE.JAVA_25)
class StartupCountsIT {
    private static final String MAPPING = "[[vault.sync.mappings]]\nsecret_name = \"app-key\"\nfolder_path = \"app\"\n";

    @TempDir
    private Path directory;

    private Map<String, String> environment;

    @BeforeEach
    void project() {
        environment = new HashMap<>(Map.of(
                "PATH", System.getenv("PATH"), "HOME", directory.toString(), "ENVDRIFT_TRUSTED_HOSTS", "localhost"));
        new SampleProject(directory.resolve("project"))
                .service("app", SampleProject.KEY, "NAME=value\n")
                .encrypted("one/.env.production", SampleProject.KEY, "NAME=value\n")
                .write("one/.env.keys", SampleProject.KEY_NAME + "=" + SampleProject.hex(SampleProject.KEY) + "\n")
                .write("new/.env.production", "NAME=value\n");
    }

    @ParameterizedTest(name = "{0}: {1} classes, {2} jars")
    @CsvSource(delimiter = '|', textBlock = """
        --version                       |  790 |   1
        --help                          | 1470 |  19
        get NAME -f one/.env.production | 2450 |  24
        decrypt one/.env.production     | 2580 |  24
        encrypt new/.env.production     | 2730 |  24
        sync --ci                       | 2990 |  24
        pull                            | 3110 |  24
        lock --force                    | 2440 |  22
        """)
    void withoutAnyService(String line, int classes, int jars) throws Exception {
        run(line, "", classes, jars);
    }

    @ParameterizedTest(name = "sync with {0}: {1} classes, {2} jars, {3} requests")
    @CsvSource(delimiter = '|', textBlock = """
        hashicorp | 4380 | 110 | 1
        aws       | 4680 | 110 | 1
        gcp       | 5090 | 110 | 2
        azure     | 6110 | 110 | 3
        """)
    void withACloud(String provider, int classes, int jars, int requests) throws Exception {
        try (FaultyService cloud = cloud(provider)) {
            cloud.store("app-key", SampleProject.hex(SampleProject.KEY));
            run("sync --ci", " with " + provider, classes, jars);
            assertThat(cloud.server().requests())
                    .as("requests of a sync with %s", provider)
                    .hasSizeLessThanOrEqualTo(requests);
        }
    }

    private FaultyService cloud(String provider) throws IOException {
        return switch (provider) {
            case "hashicorp" -> {
                FakeVault vault = FakeVault.start(Optional.empty());
                environment.put("VAULT_TOKEN", FakeVault.TOKEN);
                yield configured(vault, provider, "url", "");
            }
            case "aws" -> {
                AwsIdentity user = AwsIdentity.of("AKIATESTUSER00000001", "canary/secret-access-key+0001");
                environment.put("AWS_ACCESS_KEY_ID", user.keyId());
                environment.put("AWS_SECRET_ACCESS_KEY", user.secretKey());
                yield configured(
                        SecretsManagerFake.start(Optional.empty(), user),
                        provider,
                        "endpoint_url",
                        "region = \"" + SecretsManagerFake.REGION + "\"\n");
            }
            case "gcp" -> {
                GoogleIdentity user = GoogleIdentity.of("user@envdrift-test.iam.gserviceaccount.com");
                SecretManagerFake manager = SecretManagerFake.start(Optional.empty(), user);
                Path account = Files.writeString(
                        directory.resolve("account.json"),
                        user.file(manager.server().uri("/token").toString()));
                environment.put("GOOGLE_APPLICATION_CREDENTIALS", account.toString());
                yield configured(
                        manager, provider, "endpoint_url", "project_id = \"" + SecretManagerFake.PROJECT + "\"\n");
            }
            case "azure" -> {
                AzureIdentity user = AzureIdentity.of(
                        KeyVaultFake.TENANT, "11111111-0000-4000-8000-000000000001", "canary/client-secret+0001");
                TestAuthority authority = TestAuthority.in(Files.createDirectory(directory.resolve("certificates")));
                KeyVaultFake vault = KeyVaultFake.start(Optional.of(authority.issue("dns:localhost")), user);
                environment.put("AZURE_AUTHORITY_HOST", vault.server().uri("").toString());
                environment.put("ENVDRIFT_AZURE_VERIFY_CHALLENGE_RESOURCE", "0");
                environment.put("AZURE_TENANT_ID", user.tenant());
                environment.put("AZURE_CLIENT_ID", user.client());
                environment.put("AZURE_CLIENT_SECRET", user.secret());
                environment.put("SSL_CERT_FILE", authority.file().toString());
                yield configured(vault, provider, "vault_url", "");
            }
            default -> throw new IllegalArgumentException(provider);
        };
    }

    private FaultyService configured(FaultyService service, String provider, String urlKey, String more)
            throws IOException {
        Files.writeString(
                directory.resolve("project/envdrift.toml"),
                "[vault]\nprovider = \"%s\"\n[vault.%s]\n%s = \"%s\"\n%s%s"
                        .formatted(provider, provider, urlKey, service.server().uri(""), more, MAPPING));
        return service;
    }

    private void run(String line, String of, int maxClasses, int maxJars) throws Exception {
        Path loaded = directory.resolve("classes.log");
        Path opened = directory.resolve("jars.log");
        Path printed = directory.resolve("output.log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--add-exports=java.base/sun.net.www.protocol.http=ALL-UNNAMED",
                "-Xlog:class+load:file=" + loaded + ":none",
                "-cp",
                classPath(),
                "io.envdrift.cli.CountedRun",
                opened.toString()));
        command.addAll(List.of(line.split(" ")));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.resolve("project").toFile())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(printed)).isZero();

        List<String> classes = Files.readAllLines(loaded).stream()
                .takeWhile(each -> !each.contains("CountedRun$CommandIsDone"))
                .toList();
        assertCount("classes loaded by " + line + of, classes, maxClasses);
        if (line.startsWith("sync")) {
            assertThat(classes)
                    .as("a record is the key of a map: write its equals and hashCode out (CONTRIBUTING, the cold path)")
                    .noneMatch(each -> each.contains("java.lang.runtime.ObjectMethods"));
        }
        assertCount("jars open after " + line + of, Files.readAllLines(opened), maxJars);
    }

    /** The jars, those first that every command needs; one that is opened although it comes later was searched in vain. */
    private static String classPath() throws IOException {
        List<String> first = List.of("envdrift-cli", "envdrift-", "tomlj", "jackson-core-3");
        try (Stream<Path> jars = Files.list(Path.of("target", "lib").toAbsolutePath())) {
            List<String> names = jars.map(Path::toString).sorted().toList();
            Set<String> entries = new LinkedHashSet<>();
            entries.add(Path.of("target", "test-classes").toAbsolutePath().toString());
            first.forEach(part -> names.stream()
                    .filter(name -> name.contains(File.separator + part))
                    .forEach(entries::add));
            entries.addAll(names);
            return String.join(File.pathSeparator, entries);
        }
    }

    /** Leaves what was counted in a file: next to the one of an earlier commit it shows what has come. */
    private static void assertCount(String what, List<String> found, int ceiling) throws IOException {
        Path list = Files.createDirectories(Path.of("target", "startup-counts"))
                .resolve(what.replaceAll("[^\\w-]+", "-") + ".txt");
        Files.write(list, found);
        assertThat(found.size())
                .as(
                        "%s: find in %s what is new (git stash, run this test again and compare); take it out of the"
                                + " start, or, where it has to be, raise the number in the table of this test",
                        what, list)
                .isLessThanOrEqualTo(ceiling);
    }
}
