package io.envdrift.dotenvx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.envdrift.dotenv.EnvDocument;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dotenvx of npm as second reader of what was set. */
class SetValueDotenvxIT {
    @TempDir
    private Path directory;

    @Test
    void dotenvxReadsWhatWasSet() throws Exception {
        Optional<RealDotenvx> found = RealDotenvx.find(Files.createDirectory(directory.resolve("home")));
        assumeTrue(found.isPresent(), "skipped: node and npm with @dotenvx/dotenvx " + RealDotenvx.VERSION + " needed");
        Map<String, String> wanted = new LinkedHashMap<>();
        EnvDocument document = EnvDocument.parse("FIRST=1\nV1=old\nV3='old'\nV5=\"old\" # note\n");
        EnvFileCipher cipher = new EnvFileCipher(new SecureRandom());
        List<String> values = SetValueTest.values(80);
        for (int i = 0; i < values.size(); i++) {
            wanted.put("V" + i, values.get(i));
            document =
                    cipher.set(document, "V" + i, values.get(i), Encryption.of(SetValueTest.KEY.publicKey(), ".env"));
        }
        Files.write(directory.resolve(".env"), document.bytes());
        Files.writeString(
                directory.resolve(".env.keys"),
                "DOTENV_PRIVATE_KEY=" + SetValueTest.KEY.secret().reveal() + "\n");

        var read = found.orElseThrow().get(directory, List.of(".env"));

        wanted.forEach(
                (name, value) -> assertThat(read.path(name).asText()).as(name).isEqualTo(value));
    }
}
