package io.envdrift.sync;

import io.envdrift.dotenvx.GateFinding;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Whether an env file opens with a key. Tested in memory; neither plaintext nor key leaves the process. */
public sealed interface DecryptionTest {
    /** Returns the same result with the file that was tested. */
    default DecryptionTest of(Path file) {
        return this instanceof Failed failed ? failed.in(file) : this;
    }

    /**
     * Every encrypted value opens and nothing is left in plaintext.
     *
     * @param values how many values were opened
     */
    record Passed(int values) implements DecryptionTest {}

    /**
     * At least one value does not open, or the file is not fully encrypted.
     *
     * @param reason one line, without values
     * @param line the first line that is at fault, from 1; 0 when no single one is
     * @param findings why the file is not fully encrypted; empty when it is
     * @param file the file, where it was found through a mapping
     */
    record Failed(String reason, int line, List<GateFinding> findings, Optional<Path> file) implements DecryptionTest {
        /** Copies the list. */
        public Failed {
            findings = List.copyOf(findings);
        }

        /** A failure of a file that is fully encrypted, or that could not be read. */
        public Failed(String reason, int line) {
            this(reason, line, List.of(), Optional.empty());
        }

        private Failed in(Path tested) {
            return new Failed(reason, line, findings, Optional.of(tested));
        }
    }
}
