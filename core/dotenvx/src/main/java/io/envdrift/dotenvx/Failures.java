package io.envdrift.dotenvx;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.util.List;
import java.util.stream.Collectors;

/** From single failures to the one error of a file. */
final class Failures {
    private static final int NAMES_SHOWN = 5;

    private Failures() {}

    static void throwIfAny(List<Failure> failures) {
        if (failures.isEmpty()) {
            return;
        }
        Failure first = failures.getFirst();
        boolean alike = failures.stream().allMatch(failure -> failure.reason() == first.reason());
        String names = failures.stream().limit(NAMES_SHOWN).map(Failure::name).collect(Collectors.joining(", "));
        int more = failures.size() - NAMES_SHOWN;
        String reason = alike ? first.text() : "for several reasons, the first: " + first.message();
        throw new EnvdriftException(
                        alike ? code(first.reason()) : ErrorCode.DECRYPTION_FAILED,
                        "could not decrypt " + names + (more > 0 ? " and " + more + " more" : "") + ": " + reason,
                        hint(first.reason()))
                .atLine(first.line())
                .naming(failures.stream().map(Failure::name).distinct().toList());
    }

    private static ErrorCode code(Failure.Reason reason) {
        return switch (reason) {
            case NO_KEY -> ErrorCode.MISSING_PRIVATE_KEY;
            case UNUSABLE_KEY -> ErrorCode.UNUSABLE_KEY_MATERIAL;
            case WRONG_KEY -> ErrorCode.WRONG_PRIVATE_KEY;
            case UNQUOTABLE, AMBIGUOUS -> ErrorCode.UNQUOTABLE_VALUE;
            case TAMPERED, MALFORMED -> ErrorCode.DECRYPTION_FAILED;
        };
    }

    private static String hint(Failure.Reason reason) {
        return switch (reason) {
            case UNUSABLE_KEY -> "correct it: a private key is 64 hex digits, without quotes, blanks or a prefix";
            case NO_KEY -> "bring the key with envdrift sync, or put its line into .env.keys";
            case WRONG_KEY -> "bring the key of this file with envdrift sync, or restore the file";
            case UNQUOTABLE, AMBIGUOUS -> "read it with envdrift get";
            case TAMPERED, MALFORMED -> "restore the file from version control";
        };
    }
}
