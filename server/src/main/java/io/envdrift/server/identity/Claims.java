package io.envdrift.server.identity;

import io.envdrift.base.StrictText;
import io.envdrift.base.WholeNumber;
import io.envdrift.json.JsonLimits;
import io.envdrift.json.JsonNumber;
import io.envdrift.json.JsonObject;
import io.envdrift.json.JsonReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rules about what stands in a token, after its signature was found right. They are the original's, which are those of
 * its library in many places. Stricter, because the original's answer is an accident: {@code aud} is refused even when it
 * is empty; a name that no database can store (half a surrogate pair, control characters) is no identity; a project that is
 * neither text nor number is refused.
 *
 * @param members of the payload, the last of several with one name
 */
public record Claims(JsonObject members) {
    private static final JsonReader READER = new JsonReader(JsonLimits.GENEROUS.withMaxBytes(1 << 20)).takingTheLast();
    private static final int MAX_NAME = 320;

    /**
     * Reads the payload of a token.
     *
     * @throws io.envdrift.json.JsonException when it is no JSON object
     */
    public static Claims read(byte[] payload) {
        return new Claims(READER.object(payload));
    }

    /** Returns a claim, which may be null. */
    public @Nullable Object claim(String name) {
        return members.members().get(name);
    }

    /** Tells whether a claim is there, null or not. */
    public boolean has(String name) {
        return members.members().containsKey(name);
    }

    /**
     * Tells whether the token is good at a time, by {@code exp}, {@code nbf} and {@code iat}.
     *
     * @param leeway how many seconds the issuer's clock may be ahead; expiry has none
     */
    public boolean isTimely(Instant now, boolean expiryDemanded, long leeway) {
        double seconds = now.getEpochSecond() + now.getNano() / 1e9;
        boolean alive = has("exp")
                ? number(claim("exp"), true).filter(exp -> exp > seconds).isPresent()
                : !expiryDemanded;
        boolean begun = !has("nbf")
                || number(claim("nbf"), true)
                        .filter(nbf -> nbf <= seconds + leeway)
                        .isPresent();
        boolean issued = !has("iat")
                || number(claim("iat"), false)
                        .filter(iat -> iat <= seconds + leeway)
                        .isPresent();
        return alive && begun && issued;
    }

    /** Returns when the token ends, if it says so. */
    public Optional<Instant> expiry() {
        return number(claim("exp"), true)
                .map(seconds -> Instant.ofEpochSecond(
                        Math.clamp(seconds.longValue(), Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond())));
    }

    /** Tells whether {@code sub} and {@code jti} are texts where they are there. */
    public boolean hasTextIds() {
        return (!has("sub") || claim("sub") instanceof String) && (!has("jti") || claim("jti") instanceof String);
    }

    /** Returns who it is: the first of the claims that is neither missing nor empty, as text. */
    public Optional<String> identity(List<String> names) {
        for (String name : names) {
            Object value = claim(name);
            if (isTruthy(value)) {
                return Optional.of(text(value)).filter(Claims::isStorable);
            }
        }
        return Optional.empty();
    }

    /** Returns a list of projects: numbers are taken as text; a single text is one only where the issuer says so. */
    public Optional<List<String>> projects(List<String> names, boolean singleAllowed) {
        for (String name : names) {
            Object value = claim(name);
            if (isTruthy(value)) {
                return projects(value, singleAllowed);
            }
        }
        return Optional.of(List.of());
    }

    private static Optional<List<String>> projects(@Nullable Object value, boolean singleAllowed) {
        if (singleAllowed && value instanceof String text) {
            return Optional.of(List.of(text));
        }
        if (!(value instanceof List<?> list)) {
            return Optional.empty();
        }
        List<String> projects = new ArrayList<>();
        for (Object element : list) {
            if (!(element instanceof String) && !(element instanceof JsonNumber)) {
                return Optional.empty();
            }
            projects.add(text(element));
        }
        return Optional.of(List.copyOf(projects));
    }

    private static boolean isTruthy(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case String text -> !text.isEmpty();
            case Boolean flag -> flag;
            case JsonNumber number -> !number.isZero();
            case List<?> list -> !list.isEmpty();
            case JsonObject object -> !object.members().isEmpty();
            default -> true;
        };
    }

    /** As Python's {@code str} writes it, so that both servers name one person alike. */
    private static String text(@Nullable Object value) {
        return value instanceof String text ? text : written(value);
    }

    private static String written(@Nullable Object value) {
        return switch (value) {
            case null -> "None";
            case String text -> text.contains("'") && !text.contains("\"") ? "\"" + text + "\"" : "'" + text + "'";
            case Boolean flag -> flag ? "True" : "False";
            case JsonNumber number -> number.token();
            case List<?> list -> list.stream().map(Claims::written).collect(Collectors.joining(", ", "[", "]"));
            case JsonObject object ->
                object.members().entrySet().stream()
                        .map(member -> written(member.getKey()) + ": " + written(member.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            default -> value.toString();
        };
    }

    private static boolean isStorable(String text) {
        return text.length() <= MAX_NAME
                && StrictText.isEncodable(text)
                && text.codePoints().noneMatch(Character::isISOControl);
    }

    /** Reads a number of seconds; fractions are cut off, as the original's library does. */
    private static Optional<Double> number(@Nullable Object value, boolean textAllowed) {
        if (value instanceof JsonNumber number) {
            double seconds = Double.parseDouble(number.token());
            // Far-away times stay far away; the original fails at infinite ones.
            return Double.isInfinite(seconds) ? Optional.empty() : Optional.of((double) (long) seconds);
        }
        if (textAllowed && value instanceof String text) {
            OptionalLong seconds = WholeNumber.of(text.strip());
            return seconds.isPresent() ? Optional.of((double) seconds.getAsLong()) : Optional.empty();
        }
        return Optional.empty();
    }
}
