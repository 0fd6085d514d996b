package io.envdrift.dotenvx;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;

/**
 * The limit on how many values of one file are encrypted or decrypted. Each value costs one multiplication on the
 * curve: a file of 60 MB with a value in every line would take many minutes, a file at this limit takes half a minute.
 */
final class MostValues {
    static final int COUNT = 100_000;

    private MostValues() {}

    /**
     * Checks a number of values against the limit.
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
