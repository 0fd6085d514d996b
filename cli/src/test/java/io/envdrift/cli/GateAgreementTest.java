package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.dotenvx.SealedValue;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One table of files through every gate: all find the same, and none lets pass what another refuses. */
class GateAgreementTest {
    private static final String FILE = "app/.env.production";
    private static final Pattern FINDING =
            Pattern.compile("\\{\"kind\":\"[a-z_]+\",\"line\":[0-9]+,\"name\":(null|\"[A-Za-z0-9_.-]*\")\\}");

    @TempDir
    Path root;

    /** {@code ⏎} is a line end, {@code §} a ciphertext of the file's key. The header stands above, on five lines and a blank. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', textBlock = """
        A=§                                                   | sound
        A="§"                                                 | sound
        A='§' # comment                                       | sound
        A=§ #comment                                          | sound
        A=§⏎B=                                                | sound
        A=§⏎B_PLAIN=seen                                      | sound
        A=§⏎B_PLAIN=a#b                                       | sound
        A=§⏎LOG_LEVEL=debug                                   | sound
        A=§⏎# TOKEN=old                                       | sound
        export A=§⏎⏎B: §                                      | sound
        A=§⏎B=plain                                           | open
        A=§⏎B='two⏎lines'                                     | open
        A=§⏎B=Encrypted:x                                     | open
        A=§⏎export B=plain                                    | open
        A=§⏎B: plain                                          | open
        A=§⏎A=plain                                           | open
        A=plain                                               | open
        A=plain⏎B=plain⏎C=plain⏎D=plain                       | open
        A=§⏎PORT=1 # comment                                  | open
        A=§⏎B=ab#cd                                           | unsound
        A=§⏎COLOUR=#fff                                       | unsound
        A=§#tail                                              | unsound
        A=§⏎word                                              | unsound
        A=§⏎word word                                         | unsound
        A=§⏎MY TOKEN=secret                                   | unsound
        A=§⏎=secret                                           | unsound
        A=§⏎export                                            | unsound
        A=§⏎MIIEvFAKE0123456789⏎QWxhZGRpbjpvcGVuIHNlc2Ft==    | unsound
        K=-----BEGIN PRIVATE KEY-----⏎MIIE⏎-----END PRIVATE KEY----- | unsound
        K="-----BEGIN PRIVATE KEY-----⏎MIIE⏎-----END PRIVATE KEY----- | unsound
        K='-----BEGIN PRIVATE KEY-----⏎MIIE⏎-----END PRIVATE KEY-----' | open
        A=§⏎B="unclosed                                       | unsound
        A=§⏎B=`unclosed                                       | unsound
        <<<<<<< HEAD⏎A=§⏎=======⏎A=§⏎>>>>>>> branch           | unsound
        A=§⏎=======⏎B=§                                       | unsound
        A='one⏎<<<<<<< HEAD⏎two⏎=======⏎three⏎>>>>>>> b⏎'     | unsound
        A=encrypted:hunter2                                   | unsound
        A=§⏎B="encrypted:"                                    | unsound
        A=§ hunter2                                           | unsound
        A=§⏎DOTENV_PRIVATE_KEY_X=1                            | unsound
        # only a comment                                      | unsound
        ⏎⏎                                                    | unsound
        A=⏎B=''                                               | unsound
        LOG_LEVEL=debug⏎B_PLAIN=seen                          | unsound
        """)
    void everyGateFindsTheSame(String text, String verdict) throws Exception {
        SampleProject project = project(text);
        String[][] gates = {
            {"encrypt", "--check", FILE},
            {"lock", "--check"},
            {"decrypt", FILE, "--verify-vault"},
            {"sync", "--verify", "--check-decryption"},
            {"hook", "--run"},
        };
        SortedSet<String> expected = findings(project.cli().run("encrypt", "--check", FILE, "--format", "json"));
        assertThat(expected.isEmpty()).isEqualTo(verdict.equals("sound"));
        for (String[] gate : gates) {
            CliRun.Result result = json(project, gate);
            assertThat(result.exit()).as(result.all()).isEqualTo(verdict.equals("sound") ? 0 : 1);
            assertThat(findings(result)).as(String.join(" ", gate)).isEqualTo(expected);
            assertThat(project.cli().run(gate).all())
                    .as(String.join(" ", gate))
                    .doesNotContain("hunter2", "secret", "MIIE");
        }
        CliRun.Result status = json(project, "status");
        assertThat(findings(status)).as("status").isEqualTo(expected);
        assertThat(status.exit()).as(status.all()).isEqualTo(verdict.equals("unsound") ? 1 : 0);
        CliRun.Result doctor = json(project, "doctor");
        assertThat(findings(doctor)).as("doctor").isEqualTo(expected);
        if (verdict.equals("unsound")) {
            assertThat(doctor.exit()).as(doctor.all()).isEqualTo(1);
        }
        assertThat(doctor.out().contains("All is well")).isEqualTo(verdict.equals("sound"));
    }

    private static CliRun.Result json(SampleProject project, String... line) {
        String[] all = java.util.Arrays.copyOf(line, line.length + 2);
        all[line.length] = "--format";
        all[line.length + 1] = "json";
        return project.cli().run(all);
    }

    private static SortedSet<String> findings(CliRun.Result result) {
        return FINDING.matcher(result.out())
                .results()
                .map(found -> found.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private SampleProject project(String text) throws Exception {
        SampleProject project = new SampleProject(root).encrypted(FILE, SampleProject.KEY, "X=1\n");
        String sealed = project.read(FILE);
        String filled = text.replace('⏎', '\n');
        while (filled.contains("§")) {
            filled = filled.replaceFirst(
                    "§",
                    SealedValue.seal("value", SampleProject.KEY.publicKey(), new SecureRandom())
                            .text());
        }
        project.write(FILE, sealed.substring(0, sealed.indexOf("X=")) + filled + "\n");
        project.config("[encryption]\nplain_keys = [\"LOG_*\"]\n" + SampleProject.mapping("app"));
        project.secret("app-key", SampleProject.hex(SampleProject.KEY));
        project.write("app/.env.keys", SampleProject.KEY_NAME + "=" + SampleProject.hex(SampleProject.KEY) + "\n");
        java.nio.file.Files.setPosixFilePermissions(
                root.resolve("app/.env.keys"), java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        project.write(".gitignore", ".env.keys*\nhome\n");
        git("init", "-q");
        git("add", "-A");
        return project;
    }

    private void git(String... arguments) throws Exception {
        String[] line = new String[arguments.length + 1];
        line[0] = "git";
        System.arraycopy(arguments, 0, line, 1, arguments.length);
        assertThat(new ProcessBuilder(line)
                        .directory(root.toFile())
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
    }
}
