package io.envdrift.sync;

/** Whether an env file opens with a key. Tested in memory; neither plaintext nor key leaves the process. */
public sealed interface DecryptionTest {
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
     */
    record Failed(String reason, int line) implements DecryptionTest {}
}
