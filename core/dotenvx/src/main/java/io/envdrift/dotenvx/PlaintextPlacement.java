package io.envdrift.dotenvx;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.dotenv.Assignment;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.Quote;
import io.envdrift.dotenv.Quoting;
import io.envdrift.dotenvx.Opener.Opened;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Puts decrypted values back into their document. */
final class PlaintextPlacement {
    private final EnvDocument document;
    private final List<String> skipped;

    PlaintextPlacement(EnvDocument document, List<String> skipped) {
        this.document = document;
        this.skipped = skipped;
    }

    DecryptedDocument place(List<Opened> opened) {
        // First try the form closest to the original. Text further down may then be read differently; only then use a
        // safe form.
        return attempt(opened, Quoting::of)
                .or(() -> attempt(opened, Quoting::ofAnywhere))
                .orElseThrow(() -> new EnvdriftException(
                        ErrorCode.INTERNAL,
                        "the decrypted text is not read back as it was meant",
                        "please report this"));
    }

    private Optional<DecryptedDocument> attempt(
            List<Opened> opened, BiFunction<String, Quote, Optional<Quoting>> quotings) {
        Rewrite rewrite = new Rewrite(document);
        List<String> decrypted = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (Opened each : opened) {
            switch (each) {
                case Opened.Shut(Failure failure) -> failures.add(failure);
                case Opened.Text(Assignment assignment, String value) -> {
                    Optional<Quoting> quoting = quotings.apply(value, assignment.quote());
                    if (SealedValue.isSealed(value)) {
                        failures.add(Failure.of(assignment, Failure.Reason.AMBIGUOUS));
                    } else if (quoting.isEmpty()) {
                        failures.add(Failure.of(assignment, Failure.Reason.UNQUOTABLE));
                    } else {
                        String text = quoting.get().written(document, assignment);
                        rewrite.put(assignment, assignment.writtenStart(), assignment.writtenEnd(), text, value);
                        decrypted.add(assignment.name());
                    }
                }
            }
        }
        EnvDocument edited = rewrite.apply();
        return rewrite.succeeds(edited)
                ? Optional.of(new DecryptedDocument(edited, decrypted, skipped, failures))
                : Optional.empty();
    }
}
