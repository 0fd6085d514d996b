package io.envdrift.cli.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import com.sun.net.httpserver.SimpleFileServer.OutputLevel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The scripts inside the action, the GitLab snippet, the Dockerfile and {@code docs/install.md} do what they say. */
class RecipesIT {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path PACKAGING = ROOT.resolve("packaging");
    private static final Pattern HEALTH_COMMAND = Pattern.compile("HEALTHCHECK .* CMD (\\[(?:.|\\\\\n)*?])\n");

    @TempDir
    private Path directory;

    private FakeRelease release;
    private Shell shell;

    @BeforeEach
    void aRelease() throws Exception {
        directory = directory.toRealPath();
        release = FakeRelease.of(directory.resolve("release"), "0.1.0");
        shell = new Shell(directory);
    }

    @Test
    void theActionInstallsAndTellsTheJob() throws Exception {
        Path out = Files.createFile(directory.resolve("output"));
        Path path = Files.createFile(directory.resolve("path"));
        Path temp = Files.createDirectory(directory.resolve("runner temp"));
        JsonNode step = actionStep();
        shell.env("RUNNER_TEMP", temp.toString())
                .env("GITHUB_PATH", path.toString())
                .env("GITHUB_OUTPUT", out.toString())
                .env("GITHUB_ACTION_PATH", PACKAGING.resolve("action").toString())
                .env("VERSION", "")
                .env("FROM", release.directory().toString())
                .env("CHECKSUM", "0".repeat(64));

        // A checksum of no certain archive, then a wrong one: the path of the job stays as it is.
        assertThat(asGithub(step).exit()).isEqualTo(1);
        shell.env("VERSION", "0.1.0");
        asGithub(step).failedWith("is damaged or not the right one");
        assertThat(path).isEmptyFile();

        shell.env("CHECKSUM", release.checksum());
        asGithub(step).succeeded();
        assertThat(path).hasContent(temp + "/envdrift/bin");
        assertThat(out).hasContent("version=0.1.0");
        assertThat(runs(Path.of(Files.readString(path).strip()))).isEqualTo("envdrift 0.1.0 \n");

        shell.env("VERSION", "").env("CHECKSUM", "");
        asGithub(step).succeeded();
    }

    @Test
    void theActionTakesEachInputAsAVariableAndUsesNoOther() throws Exception {
        JsonNode action = yaml(PACKAGING.resolve("action/action.yml"));
        JsonNode step = actionStep();
        assertThat(action.at("/runs/using").asString()).isEqualTo("composite");
        assertThat(step.has("uses")).isFalse();
        assertThat(step.get("run").asString()).doesNotContain("${{");
        for (String input : action.get("inputs").propertyNames()) {
            assertThat(step.get("env").toString()).contains("inputs." + input);
        }
    }

    @Test
    void theGitlabSnippetInstallsWhatHasThatChecksumOnly() throws Exception {
        Assumptions.assumeTrue(Shell.has("curl"), "curl is not here");
        StringBuilder script = new StringBuilder();
        for (JsonNode line : yaml(PACKAGING.resolve("gitlab/install.yml")).at("/.envdrift/before_script")) {
            script.append(line.asString()).append('\n');
        }
        script.append("envdrift --version\n");
        InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        HttpServer server = SimpleFileServer.createFileServer(here, release.directory(), OutputLevel.NONE);
        server.start();
        try {
            shell.env(
                            "ENVDRIFT_BASE_URL",
                            "http://127.0.0.1:" + server.getAddress().getPort())
                    .env("ENVDRIFT_VERSION", "0.1.0")
                    .env("ENVDRIFT_CHECKSUM", release.checksum());
            List<String> job = List.of("bash", "-eo", "pipefail", "-c", script.toString());
            assertThat(shell.run(job).succeeded().output()).endsWith("envdrift 0.1.0 --version\n");

            release.distribution("echo another").to(release.archive());
            Shell.Result result = shell.run(job);
            assertThat(result.exit()).isEqualTo(1);
            assertThat(result.output()).contains("FAILED").doesNotContain("another");
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @CsvSource({"200, 0", "503, 1"})
    void theHealthCheckOfTheImageBelievesTheServerOnly(int status, int exit) throws Exception {
        Assumptions.assumeTrue(Shell.has("bash"), "bash is not here");
        Matcher matcher = HEALTH_COMMAND.matcher(Files.readString(PACKAGING.resolve("docker/Dockerfile")));
        assertThat(matcher.find()).isTrue();
        JsonNode words = JsonMapper.shared().readTree(matcher.group(1).replace("\\\n", "\n"));
        List<String> command = words.valueStream().map(JsonNode::asString).toList();

        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/health", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        String port = Integer.toString(server.getAddress().getPort());
        shell.env("ENVDRIFT_SERVER_PORT", port);
        try {
            assertThat(shell.run(command).exit()).isEqualTo(exit);
        } finally {
            server.stop(0);
        }
        assertThat(shell.run(command).exit()).as("nobody listens").isEqualTo(1);
    }

    @Test
    void theDocumentsCommandsRunInItsOrder() throws Exception {
        Files.copy(Shell.INSTALLER, release.directory().resolve("install.sh"));
        Shell.script(directory.resolve("tools/id"), "echo 1000\n");
        String document = Files.readString(ROOT.resolve("docs/install.md"));
        StringBuilder script = new StringBuilder("set -eu\ncd release\n");
        Matcher blocks = Pattern.compile("(?s)\n```sh\n(.*?)```\n").matcher(document);
        while (blocks.find()) {
            script.append(blocks.group(1));
        }
        Shell.Result result = shell.tools(directory.resolve("tools"))
                .run(List.of("bash", "-c", script.toString()))
                .succeeded();
        assertThat(result.output())
                .contains(
                        "envdrift 0.1.0 --version",
                        "envdrift is removed from " + directory + "/home/.local.",
                        "envdrift-0.1.0-linux-x64.tar.gz: OK");
        assertThat(release.directory().resolve("sbom.cdx.json")).hasContent("{}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"config-examples/github-actions/azure.yml", "config-examples/github-actions/aws-oidc.yml"})
    void theExamplesUseTheAction(String workflow) throws Exception {
        List<String> used = yaml(ROOT.resolve(workflow))
                .at("/jobs/deploy/steps")
                .valueStream()
                .filter(step -> step.path("name").asString("").equals("Install envdrift"))
                .map(step -> step.get("uses").asString())
                .toList();
        assertThat(used).singleElement().asString().contains("/packaging/action@");
    }

    @Test
    void theGitlabExampleIncludesTheSnippetAndSetsItsVariables() throws Exception {
        JsonNode pipeline = yaml(ROOT.resolve("config-examples/gitlab-ci/.gitlab-ci.yml"));
        assertThat(ROOT.resolve(pipeline.at("/include/0/file").asString())).exists();
        assertThat(pipeline.at("/deploy/extends").asString()).isEqualTo(".envdrift");
        assertThat(pipeline.at("/deploy/variables").propertyNames())
                .contains("ENVDRIFT_VERSION", "ENVDRIFT_BASE_URL", "ENVDRIFT_CHECKSUM");
    }

    @Test
    void theReleaseWorkflowPublishesWhatTheInstallerAsksFor() throws Exception {
        String workflow = Files.readString(PACKAGING.resolve("release.yml"));
        assertThat(yaml(PACKAGING.resolve("release.yml")).at("/jobs/release/steps"))
                .noneMatch(step -> step.has("uses"));
        assertThat(workflow).contains("SHA256SUMS", "-linux-x64.tar.gz", "packaging/install.sh");
    }

    @Test
    void theScriptsHaveNoKnownWeakness() throws Exception {
        Assumptions.assumeTrue(Shell.has("shellcheck"), "shellcheck is not here");
        Path action = Files.writeString(
                directory.resolve("action.sh"),
                "#!/bin/bash\n" + actionStep().get("run").asString());
        assertThat(shell.run(List.of("shellcheck", Shell.INSTALLER.toString(), action.toString()))
                        .output())
                .isEmpty();
    }

    private Shell.Result asGithub(JsonNode step) throws Exception {
        Path script =
                Files.writeString(directory.resolve("step.sh"), step.get("run").asString());
        return shell.run(List.of("bash", "--noprofile", "--norc", "-eo", "pipefail", script.toString()));
    }

    private static JsonNode actionStep() throws Exception {
        JsonNode steps = yaml(PACKAGING.resolve("action/action.yml")).at("/runs/steps");
        assertThat(steps).hasSize(1);
        return steps.get(0);
    }

    private String runs(Path bin) throws Exception {
        return new Shell(directory)
                .run(List.of(bin.resolve("envdrift").toString()))
                .succeeded()
                .output();
    }

    private static JsonNode yaml(Path file) throws Exception {
        return YAMLMapper.shared().readTree(Files.readString(file));
    }
}
