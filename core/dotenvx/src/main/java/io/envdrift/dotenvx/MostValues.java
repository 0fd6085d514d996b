package io.envdrift.dotenvx;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;

/**
 * How many values of one file are encrypted or decrypted. Each costs a multiplication on the curve, so that a file of 60 MB
 * with a value in every line would take many minutes; this many take half of one.
 */
final class MostValues {
    static final int COUNT = 100_000;

    private MostValues() {}

    /**
     * Lets so many values pass.
     *
     * @throws EnvdriftException {@code UNSUITABLE_FILE} when they are too many
     */
    static void require(int count) {
        if (count > COUNT) {
            throw new EnvdriftException(
                    ErrorCode.UNSUITABLE_FILE,
                    "the file has " + count + " values to encrypt or decrypt, and at most " + COUNT + " are in one",
                    "divide it into several files");
        }
    }
}
