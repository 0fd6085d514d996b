package io.envdrift.server.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.envdrift.base.Secret;
import io.envdrift.dotenv.Assignment;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.envsync.protocol.PassphraseKeys;
import io.envdrift.envsync.protocol.Place;
import io.envdrift.envsync.protocol.SealedEnv;
import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import io.envdrift.levels.protocol.KeyParameters;
import io.envdrift.levels.protocol.LevelBlob;
import io.envdrift.levels.protocol.ProjectKey;
import io.envdrift.vaultenv.protocol.DerivedKeys;
import io.envdrift.vaultenv.protocol.DeviceSecret;
import io.envdrift.vaultenv.protocol.Messages;
import io.envdrift.vaultenv.protocol.RequestSignature;
import io.envdrift.vaultenv.protocol.SecretsBlob;
import io.envdrift.vaultenv.protocol.VaultKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page's modules against the vectors of the three protocols and against our own Java code, both ways: what Java sealed
 * they open, what they sealed Java opens, and both grammars read the same out of odd texts. One process of {@code node} of
 * version 20 or newer; skipped where there is none.
 */
class PageModulesTest {
    private static final Path MODULES = Path.of("src", "main", "resources", "io", "envdrift", "server", "ui");
    private static final Path CHECK = Path.of("src", "test", "resources", "io", "envdrift", "server", "ui", "check.js");
    private static final Path CORE = Path.of("..", "core");
    private static final VaultKey KEY =
            VaultKey.parse("vk_3f2b8c1e-9d4a_some_secret ä✓").orElseThrow();
    private static final String PASSPHRASE = "Zwölf Boxkämpfer 42";
    private static final Place PLACE = new Place("app", "feat/ä");
    private static final List<String> NAMES = List.of("B", "A", "z", "é", "B");
    private static final String TEXT = "A=1\nB='ü'\n# \ud83d\ude80\n";
    private static final KeyParameters PARAMETERS =
            new KeyParameters("sixteen bytes ok".getBytes(StandardCharsets.UTF_8), 100_000);

    private final SecureRandom random = new SecureRandom();

    @TempDir
    Path directory;

    @BeforeEach
    void requireNode() throws IOException, InterruptedException {
        assumeTrue(hasNode(), "skipped: there is no node of version 20 or newer");
    }

    @Test
    void agreeWithTheVectorsAndWithJava() throws IOException, InterruptedException {
        ProjectKey levels = ProjectKey.of(Secret.of(PASSPHRASE));
        byte[] data = levels.dataKey(PARAMETERS);
        byte[] encryption = DerivedKeys.of(KEY, DeviceSecret.of("device")).encryptionKey();
        byte[] body = "{\"project_id\":\"ä\"}".getBytes(StandardCharsets.UTF_8);
        List<String> texts = oddTexts();
        JsonObject answer = node(new JsonMembers()
                .put("vaultVectors", vectors("vault-env/src/test/resources/vault-env-vectors.json"))
                .put("envsyncVectors", vectors("envsync/src/test/resources/envsync-vectors.json"))
                .put("levelsVectors", vectors("levels/src/test/resources/io/envdrift/levels/vectors.json"))
                .put("key", KEY.text().reveal())
                .put("device", "device")
                .put("text", TEXT)
                .put("body", new String(body, StandardCharsets.UTF_8))
                .put(
                        "signature",
                        RequestSignature.sign(DerivedKeys.signingKey(KEY), "POST", "/a/b", body, 1_711_187_650_872L))
                .put("vaultBlob", SecretsBlob.encrypt(encryption, TEXT, random))
                .put("passphrase", PASSPHRASE)
                .put("project", PLACE.project())
                .put("branch", PLACE.branch())
                .put("names", NAMES)
                .put(
                        "envsync",
                        SealedEnv.seal(TEXT, keys(), PLACE, NAMES, Instant.EPOCH, random)
                                .text())
                .put(
                        "repo",
                        SealedEnv.sealAsRepo(TEXT, keys(), PLACE, Instant.EPOCH, random)
                                .text())
                .put("salt", Base64.getEncoder().encodeToString(PARAMETERS.salt()))
                .put("rounds", PARAMETERS.rounds())
                .put("proofV1", levels.proofV1(PARAMETERS))
                .put("proofV2", ProjectKey.proofV2(data, PARAMETERS))
                .put("levelBlob", LevelBlob.seal(data, TEXT.getBytes(StandardCharsets.UTF_8), random))
                .put("texts", texts)
                .put("parsed", texts.stream().map(PageModulesTest::parsed).toList())
                .put(
                        "skipped",
                        texts.stream()
                                .map(text -> EnvDocument.parse(text).skippedLines())
                                .toList()));
        assertThat(answer.texts("failures").orElseThrow()).isEmpty();
        assertThat(answer.requireWhole("checks")).isGreaterThan(800);
        assertThat(SecretsBlob.decrypt(encryption, answer.requireText("vaultBlob")))
                .contains(TEXT);
        assertThat(SealedEnv.parse(answer.requireText("envsync"), Optional.empty())
                        .open(keys(), PLACE, NAMES))
                .isEqualTo(TEXT);
        assertThat(LevelBlob.open(data, answer.requireText("levelBlob")))
                .hasValueSatisfying(bytes ->
                        assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(TEXT));
    }

    private static PassphraseKeys keys() {
        return new PassphraseKeys(Secret.of(PASSPHRASE));
    }

    private static String vectors(String file) {
        return CORE.resolve(file).toAbsolutePath().normalize().toString();
    }

    /** Name, value and place of each assignment, as both sides write them. */
    private static List<List<String>> parsed(String text) {
        List<List<String>> parsed = new ArrayList<>();
        for (Assignment each : EnvDocument.parse(text).assignments()) {
            parsed.add(List.of(
                    each.name(),
                    each.value(),
                    each.quote().mark(),
                    each.nameStart() + " " + each.writtenStart() + " " + each.writtenEnd() + " " + each.lineEnd()));
        }
        return parsed;
    }

    /** What people write, and texts of the characters that mean something, the same in each run. */
    private static List<String> oddTexts() {
        List<String> texts = new ArrayList<>(List.of(
                "",
                "A=1",
                "export A=1\r\nB = 2 # c\r",
                "A='x' # c\nB=\"a\\nb\"\nC=`z`",
                "A: 1\nB:2\n\ufeffC=3",
                "A=\"l1\nl2\"\nB=3",
                "A=it's\nB='it\\'s'\nC=\"\\\"\"",
                "export =1\nexport\nA",
                "A=\u00a0x\u3000\nB=\u2028C=1",
                "A='open\nB=2\nC='x",
                "A=#c\nB='#'\nC"));
        String[] pieces = {
            "A", "B=", "=", ":", " ", "\n", "\r\n", "\r", "'", "\"", "`", "#", "\\", "\\n", "export ", "x", "$",
            "\u2028", "\ufeff", "."
        };
        Random pick = new Random(7);
        for (int i = 0; i < 300; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = pick.nextInt(24); length > 0; length--) {
                text.append(pieces[pick.nextInt(pieces.length)]);
            }
            texts.add(text.toString());
        }
        return texts;
    }

    private JsonObject node(JsonMembers input) throws IOException, InterruptedException {
        // Node takes files called .js for modules only where a package.json says so.
        Files.writeString(directory.resolve("package.json"), "{\"type\":\"module\"}");
        Path modules = directory.resolve("ui");
        try (Stream<Path> all = Files.walk(MODULES)) {
            for (Path each : all.sorted().toList()) {
                Files.copy(each, modules.resolve(MODULES.relativize(each)));
            }
        }
        Path check = Files.copy(CHECK, directory.resolve("check.js"));
        Path in = Files.writeString(directory.resolve("in.json"), input.toJson());
        Path out = directory.resolve("out.json");
        Process process = new ProcessBuilder("node", check.toString(), in.toString(), out.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(directory.resolve("log")).content().isEmpty();
        return Messages.parse(Files.readString(out));
    }

    private static boolean hasNode() throws InterruptedException {
        try {
            Process process = new ProcessBuilder("node", "-p", "process.versions.node.split('.')[0] >= 20").start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 && answer.strip().equals("true");
        } catch (IOException e) {
            return false;
        }
    }
}
