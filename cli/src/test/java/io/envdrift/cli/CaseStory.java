package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.dotenvx.PrivateKey;
import io.envdrift.testkit.Fault;
import io.envdrift.testkit.FaultyService;
import io.envdrift.testkit.aws.AwsIdentity;
import io.envdrift.testkit.aws.SecretsManagerFake;
import io.envdrift.testkit.hashicorp.FakeVault;
import io.envdrift.testserver.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One story of {@code cases.txt}: a word per line, and what it is about. In texts {@code \n}, {@code \r} and {@code \\} stand for a line
 * end, a carriage return and a backslash, {@code {KEY}} and {@code {OTHER}} for two private keys.
 *
 * <ul>
 *   <li>{@code file}, {@code append}, {@code bytes}, {@code sealed}, {@code sealed2} write a file: its text, its bytes in hex, or its
 *       plaintext, which is encrypted to the first or the second key; {@code link}, {@code delete}, {@code drop} (lines that begin so)
 *       and {@code in} (the working directory) do what they say.
 *   <li>{@code mapped} makes an encrypted production file of a folder, its mapping and its secret; {@code mapping} the two and the keys file, without it;
 *       {@code secret} stores another value; {@code hashicorp} and {@code aws} map the working directory to a secret of a fake of those; {@code
 *       answers} lets it answer with these statuses first.
 *   <li>{@code run} runs a command line, and names its exit status; {@code out}, {@code err}, {@code hides} tell what it printed, {@code
 *       holds}, {@code lacks}, {@code absent}, {@code differ} what is in files; {@code refused} that each gate names something of a file.
 * </ul>
 */
final class CaseStory {
    private static final Pattern WORD = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|(\\S+)");
    private static final String KEY = SampleProject.hex(SampleProject.KEY);
    private static final String OTHER = SampleProject.hex(SampleProject.OTHER);

    private final String title;
    private final List<String> lines = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private Path directory = Path.of("");
    private Optional<SampleProject> project = Optional.empty();
    private Optional<FaultyService> service = Optional.empty();
    private String input = "";
    private CliRun.Result last = new CliRun.Result(0, "", "");

    CaseStory(String title) {
        this.title = title;
    }

    void add(String line) {
        lines.add(line);
    }

    String title() {
        return title;
    }

    /** Tells whether a test of its own tells it, which takes processes or another user. */
    boolean isElsewhere() {
        return title.contains(": by ");
    }

    /** Tells it in an empty directory. */
    void tell(Path empty) throws Exception {
        directory = empty;
        try {
            for (String line : lines) {
                String[] parts = line.split(" ", 2);
                act(parts[0], parts.length > 1 ? parts[1] : "");
            }
        } finally {
            service.ifPresent(FaultyService::close);
        }
    }

    private void act(String word, String rest) throws Exception {
        String[] two = rest.split(" ", 2);
        Path file = directory.resolve(two[0]);
        String text = two.length > 1 ? text(two[1]) : "";
        switch (word) {
            case "file" -> write(file, text + "\n");
            case "append" -> write(file, Files.readString(file) + text + "\n");
            case "bytes" -> Files.write(parentOf(file), HexFormat.of().parseHex(text));
            case "sealed" -> sealed(two[0], SampleProject.KEY, text);
            case "sealed2" -> sealed(two[0], SampleProject.OTHER, text);
            case "link" -> Files.createSymbolicLink(parentOf(file), Path.of(text));
            case "delete" -> Files.delete(file);
            case "in" -> directory = directory.resolve(rest);
            case "git" -> git(rest.isEmpty() ? List.of("init", "-q") : List.of(rest.split(" ")));
            case "env" -> environment.put(two[0], text);
            case "stdin" -> input = text(rest);
            case "mapped" -> project().service(two[0], SampleProject.KEY, text + "\n");
            case "mapping" ->
                project()
                        .config(SampleProject.mapping(rest))
                        .secret(rest + "-key", KEY)
                        .write(rest + "/.env.keys", SampleProject.KEY_NAME + "=" + KEY + "\n");
            case "secret" -> project().secret(two[0], text);
            case "hashicorp" -> hashicorp(rest);
            case "aws" -> aws(two[0], text.isEmpty());
            case "answers" -> answers(rest);
            case "drop" -> drop(file, text);
            case "run" -> run(Integer.parseInt(two[0]), words(two[1]));
            case "out" -> assertThat(last.out()).contains(text(rest));
            case "err" -> assertThat(last.err()).contains(text(rest));
            case "hides" -> assertThat(last.all()).doesNotContain(text(rest));
            case "holds" -> assertThat(file).content().contains(text);
            case "lacks" -> assertThat(file).content().doesNotContain(text);
            case "absent" -> assertThat(file).doesNotExist();
            case "differ" -> assertThat(value(file, text.split(" ")[0])).isNotEqualTo(value(file, text.split(" ")[1]));
            case "refused" -> refused(two[0], text);
            default -> throw new IllegalArgumentException("no such word: " + word);
        }
    }

    private void run(int exit, List<String> words) {
        CliRun cli = new CliRun(directory).input(input);
        environment.forEach(cli::env);
        last = cli.run(words.toArray(String[]::new));
        input = "";
        assertThat(last.exit()).as(words + "\n" + last.all()).isEqualTo(exit);
        assertThat(last.all()).as("no key is ever printed").doesNotContain(KEY, OTHER);
    }

    private void refused(String name, String reason) throws IOException {
        byte[] before = Files.readAllBytes(directory.resolve(name));
        for (String gate : List.of(
                "encrypt --check " + name,
                "encrypt " + name,
                "lock --check",
                "lock --force",
                "sync --verify --check-decryption --ci",
                "decrypt --verify-vault " + name + " --ci -p local --secret app-key",
                "status",
                "doctor")) {
            run(1, List.of(gate.split(" ")));
            assertThat(last.all()).as(gate).contains(reason).doesNotContainIgnoringCase("canary", "hunter2");
        }
        assertThat(directory.resolve(name)).hasBinaryContent(before);
    }

    private SampleProject project() {
        if (project.isEmpty()) {
            project = Optional.of(new SampleProject(directory));
        }
        return project.get();
    }

    private void sealed(String name, PrivateKey key, String text) throws IOException {
        Path scratch = Files.createTempDirectory(directory.getParent(), "scratch");
        write(
                directory.resolve(name),
                new SampleProject(scratch).encrypted(name, key, text + "\n").read(name));
    }

    private void hashicorp(String fields) throws IOException {
        service.ifPresent(FaultyService::close);
        FakeVault vault = FakeVault.start(Optional.empty());
        service = Optional.of(vault);
        vault.storeFields("secret", "app-key", text(fields));
        environment.put("VAULT_TOKEN", FakeVault.TOKEN);
        config("hashicorp", "url = \"" + vault.server().uri("") + "\"", "app-key");
    }

    private void aws(String region, boolean stored) throws IOException {
        AwsIdentity user = AwsIdentity.of("AKIATESTUSER00000001", "canary/secret-access-key+0001");
        SecretsManagerFake manager = SecretsManagerFake.start(Optional.empty(), user);
        service = Optional.of(manager);
        manager.store("app-key", KEY);
        String arn = stored ? manager.arn("app-key") : manager.arn("app-key").replace("app-key", "other-key");
        environment.put("AWS_ACCESS_KEY_ID", user.keyId());
        environment.put("AWS_SECRET_ACCESS_KEY", user.secretKey());
        config("aws", "endpoint_url = \"" + manager.server().uri("") + "\"\nregion = \"" + region + "\"", arn);
    }

    private void answers(String statuses) {
        FaultyService asked = service.orElseThrow();
        asked.server().onlyFor(asked::reads);
        asked.server()
                .next(Arrays.stream(statuses.split(" "))
                        .map(Integer::parseInt)
                        .map(status -> status == 412
                                ? Answer.json(412, "{\"errors\":[\"required index state not present\"]}")
                                : asked.refusal(status))
                        .map(Fault::answering)
                        .toArray(Fault[]::new));
    }

    private void config(String provider, String settings, String secret) throws IOException {
        write(
                directory.resolve("envdrift.toml"),
                "[vault]\nprovider = \"%s\"\n[vault.%s]\n%s\n[[vault.sync.mappings]]\nsecret_name = \"%s\"\nfolder_path = \".\"\n"
                        .formatted(provider, provider, settings, secret));
    }

    private void git(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "-C", directory.toString()));
        command.addAll(arguments);
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    }

    private static String value(Path file, String name) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(name + "="))
                .findFirst()
                .orElseThrow()
                .substring(name.length() + 1);
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(parentOf(file), text);
    }

    private static void drop(Path file, String beginning) throws IOException {
        write(
                file,
                Files.readString(file)
                        .lines()
                        .filter(line -> !line.startsWith(beginning))
                        .collect(Collectors.joining("\n", "", "\n")));
    }

    private static Path parentOf(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        return file;
    }

    private static List<String> words(String line) {
        return WORD.matcher(line)
                .results()
                .map(CaseStory::word)
                .map(CaseStory::text)
                .toList();
    }

    private static String word(MatchResult found) {
        return found.group(1) == null ? found.group(2) : found.group(1).replace("\\\"", "\"");
    }

    private static String text(String written) {
        return written.replace("\\\\", "\0")
                .replace("\\n", "\n")
                .replace("\\r", "\r")
                .replace("\0", "\\")
                .replace("{KEY}", KEY)
                .replace("{OTHER}", OTHER);
    }
}
