package io.envdrift.vaultenv.protocol;

import io.envdrift.json.JsonException;
import io.envdrift.json.JsonNumber;
import io.envdrift.json.JsonObject;
import io.envdrift.json.JsonWriter;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The plaintext of a blob: one JSON object of names and values.
 *
 * <p>It is written as {@code JSON.stringify} writes it. On reading, values that are no text become what JavaScript's
 * {@code String(v)} makes of them, because the original's clients do so.
 */
public final class SecretsJson {
    /** Half a surrogate pair, which other clients can store but UTF-8 cannot carry: it is escaped, inside a text as it is. */
    private static final Pattern HALF_PAIR = Pattern.compile("\\p{Cs}");

    private SecretsJson() {}

    /** Returns names and values as JSON, in the order of the map. */
    public static String write(Map<String, String> secrets) {
        return HALF_PAIR
                .matcher(JsonWriter.text(secrets))
                .replaceAll(half -> String.format(
                        Locale.ROOT, "\\\\u%04x", (int) half.group().charAt(0)));
    }

    /**
     * Reads names and values, in the order of the text.
     *
     * @throws JsonException when the text is no JSON object
     */
    public static Map<String, String> read(String json) {
        Map<String, String> secrets = new LinkedHashMap<>();
        Messages.parse(json).members().forEach((name, value) -> secrets.put(name, scriptText(value)));
        return secrets;
    }

    private static String scriptText(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case String text -> text;
            case JsonNumber number -> scriptNumber(number.token());
            case List<?> list ->
                list.stream()
                        .map(element -> element == null ? "" : scriptText(element))
                        .collect(Collectors.joining(","));
            case JsonObject object -> "[object Object]";
            default -> value.toString();
        };
    }

    /** Shows a number as JavaScript does: without a trailing {@code .0}, with an exponent from 1e21 on and below 1e-6. */
    private static String scriptNumber(String token) {
        double number = Double.parseDouble(token);
        if (number == 0) {
            return "0";
        }
        if (Double.isInfinite(number)) {
            return Double.toString(number);
        }
        BigDecimal exact = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        boolean plain = Math.abs(number) >= 1e-6 && Math.abs(number) < 1e21;
        return plain ? exact.toPlainString() : scientific(exact);
    }

    /** Writes as in {@code -1.5e+21}. */
    private static String scientific(BigDecimal number) {
        String digits = number.unscaledValue().abs().toString();
        int exponent = digits.length() - 1 - number.scale();
        return (number.signum() < 0 ? "-" : "")
                + digits.charAt(0)
                + (digits.length() > 1 ? "." + digits.substring(1) : "")
                + (exponent < 0 ? "e-" : "e+")
                + Math.abs(exponent);
    }
}
