package io.envdrift.dotenvx;

import io.envdrift.base.EnvdriftException;
import io.envdrift.dotenv.Assignment;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.Quote;
import io.envdrift.dotenv.RawValue;
import io.envdrift.dotenvx.Opener.Opened;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The values of a document, decrypted and not expanded.
 *
 * @param values all values that could be read, in file order; a repeated name is repeated here
 * @param failures values that could not be decrypted, and so are missing
 */
public record DocumentValues(List<RawValue> values, List<Failure> failures) {
    public DocumentValues {
        values = List.copyOf(values);
        failures = List.copyOf(failures);
    }

    static DocumentValues of(EnvDocument document, List<Opened> opened) {
        Map<Assignment, String> texts = new HashMap<>();
        List<Failure> failures = new ArrayList<>();
        for (Opened each : opened) {
            switch (each) {
                case Opened.Shut(Failure failure) -> failures.add(failure);
                case Opened.Text(Assignment assignment, String value) -> texts.put(assignment, value);
            }
        }
        List<RawValue> values = new ArrayList<>();
        for (Assignment each : document.assignments()) {
            String value = texts.get(each);
            if (value == null && !each.valueStartsWith(SealedValue.PREFIX)) {
                value = each.value();
            }
            if (value != null) {
                values.add(new RawValue(each.name(), value, each.quote() == Quote.SINGLE));
            }
        }
        return new DocumentValues(values, failures);
    }

    /**
     * Returns the values when all could be read.
     *
     * @throws EnvdriftException with the names of those that could not; see {@link DecryptedDocument#orThrow()}
     */
    public List<RawValue> orThrow() {
        Failures.throwIfAny(failures);
        return values;
    }
}
