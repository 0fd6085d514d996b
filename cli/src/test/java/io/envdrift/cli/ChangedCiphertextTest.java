package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is noticed of a ciphertext that somebody changed, and what is not. */
class ChangedCiphertextTest {
    private static final String FILE = "app/.env.production";

    @TempDir
    Path root;

    private SampleProject project;

    @BeforeEach
    void twoValues() {
        project = new SampleProject(root)
                .service("app", SampleProject.KEY, "A=one\nB=two\n")
                .write("app/.env.keys", SampleProject.KEY_NAME + "=" + SampleProject.hex(SampleProject.KEY) + "\n");
    }

    @Test
    void aChangedValueStaysEncryptedAndTheCommandFails() {
        String damaged = project.read(FILE).replaceFirst("(?m)^(A=.*)....\"?$", "$1AAAA");
        project.write(FILE, damaged);

        CliRun.Result result = project.cli().run("decrypt", FILE);

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("left encrypted: A");
        assertThat(project.read(FILE)).contains(value(damaged, "A")).contains("B=two");
        assertThat(project.cli().run("run", "-f", FILE, "--", "true").exit()).isEqualTo(1);
    }

    /** The format binds no ciphertext to a name; docs/security.md says so. */
    @Test
    void SEC_A16_valuesThatAreSwappedBetweenNamesAreNotNoticed() {
        String text = project.read(FILE);
        String a = value(text, "A");
        String b = value(text, "B");
        project.write(FILE, text.replace(a, "<a>").replace(b, a).replace("<a>", b));

        CliRun.Result gate = project.cli().run("sync", "--verify", "--check-decryption", "--ci");
        CliRun.Result got = project.cli().run("get", "A", "-f", FILE);

        assertThat(gate.exit()).as(gate.all()).isZero();
        assertThat(got.out()).isEqualTo("two\n");
    }

    private static String value(String text, String name) {
        Matcher line = Pattern.compile("(?m)^" + name + "=(.*)$").matcher(text);
        assertThat(line.find()).isTrue();
        return line.group(1);
    }
}
