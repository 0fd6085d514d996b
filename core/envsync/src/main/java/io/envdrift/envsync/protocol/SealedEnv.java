package io.envdrift.envsync.protocol;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.StrictText;
import io.envdrift.json.JsonException;
import io.envdrift.json.JsonLimits;
import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import io.envdrift.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An encrypted .env file as a server stores it: a Fernet token and what is needed to find its key.
 *
 * <p>Three shapes are read: {@code {"ciphertext": token, "salt": hex}} as text (what is written), a bare token with the salt
 * beside it, and a bare token of the original's code.
 */
public final class SealedEnv {
    private static final JsonReader READER = new JsonReader(JsonLimits.GENEROUS).takingTheLast();
    private static final HexFormat HEX = HexFormat.of();

    private final String token;
    private final Optional<byte[]> salt;
    private final int rounds;
    private final Optional<String> bind;

    private SealedEnv(String token, Optional<byte[]> salt, int rounds, Optional<String> bind) {
        this.token = token;
        this.salt = salt;
        this.rounds = rounds;
        this.bind = bind;
    }

    /**
     * Encrypts in the document's form, tied to its place and names.
     *
     * @param names the key names that the server gets
     */
    public static SealedEnv seal(
            String text,
            PassphraseKeys passphrase,
            Place place,
            Collection<String> names,
            Instant time,
            SecureRandom random) {
        byte[] salt = passphrase.salt(place, names, random);
        byte[] key = passphrase.document(salt, KeyScheme.ROUNDS);
        String token = new Fernet(key).encrypt(text.getBytes(StandardCharsets.UTF_8), time, random);
        return new SealedEnv(token, Optional.of(salt), KeyScheme.ROUNDS, Optional.of(Binding.of(key, place, names)));
    }

    /** Encrypts in the form of the original's code, which a stolen blob makes easy to guess. */
    public static SealedEnv sealAsRepo(
            String text, PassphraseKeys passphrase, Place place, Instant time, SecureRandom random) {
        byte[] key = passphrase.repo(place.project());
        String token = new Fernet(key).encrypt(text.getBytes(StandardCharsets.UTF_8), time, random);
        return new SealedEnv(token, Optional.empty(), KeyScheme.ROUNDS, Optional.empty());
    }

    /**
     * Reads what a server stored.
     *
     * @param ciphertext the member of this name
     * @param sibling the member {@code salt} beside it, if the server has one
     * @throws EnvdriftException {@code MALFORMED_ANSWER} when a salt is no hex, or the rounds are out of bounds
     */
    public static SealedEnv parse(String ciphertext, Optional<String> sibling) {
        if (!ciphertext.strip().startsWith("{")) {
            return new SealedEnv(ciphertext, sibling.map(SealedEnv::saltOf), KeyScheme.ROUNDS, Optional.empty());
        }
        try {
            JsonObject json = READER.object(ciphertext);
            return new SealedEnv(
                    json.requireText("ciphertext"),
                    json.text("salt").or(() -> sibling).map(SealedEnv::saltOf),
                    roundsOf(json.whole("iterations")),
                    json.text("bind"));
        } catch (JsonException e) {
            throw malformed("The ciphertext is none of EnvSync's forms", e);
        }
    }

    /** Returns the text that a server stores. */
    public String text() {
        if (salt.isEmpty()) {
            return token;
        }
        return new JsonMembers()
                .put("ciphertext", token)
                .put("salt", HEX.formatHex(salt.get()))
                .putIfPresent("bind", bind)
                .toJson();
    }

    /** Returns the way in which the key is made. */
    public KeyScheme scheme() {
        return salt.isPresent() ? KeyScheme.DOCUMENT : KeyScheme.REPO;
    }

    /** Tells whether the blob says which place and names it belongs to. */
    public boolean isBound() {
        return bind.isPresent();
    }

    /**
     * Decrypts.
     *
     * @param names the key names that the server showed with it
     * @return exactly the text that was pushed
     * @throws EnvdriftException {@code DECRYPTION_FAILED} for a wrong passphrase or a changed blob, {@code FOREIGN_BLOB} when
     *     the blob belongs to another branch or project or was pushed with other names
     */
    public String open(PassphraseKeys passphrase, Place place, Collection<String> names) {
        byte[] key = salt.isPresent() ? passphrase.document(salt.get(), rounds) : passphrase.repo(place.project());
        byte[] plaintext = new Fernet(key).decrypt(token).orElseThrow(SealedEnv::wrong);
        if (bind.isPresent() && !Binding.holds(bind.get(), key, place, names)) {
            throw new EnvdriftException(
                    ErrorCode.FOREIGN_BLOB,
                    "What the server has for branch '" + place.branch()
                            + "' was pushed to another branch or project, or with other key names",
                    "the server, or somebody with access to its data, mixed it up; nothing was written. Push the branch"
                            + " again from a directory that has its values");
        }
        return StrictText.decode(plaintext).orElseThrow(SealedEnv::wrong);
    }

    /** Shows nothing of the blob. */
    @Override
    public String toString() {
        return "SealedEnv[" + scheme() + (isBound() ? ", bound]" : "]");
    }

    private static EnvdriftException wrong() {
        return new EnvdriftException(
                ErrorCode.DECRYPTION_FAILED,
                "Cannot decrypt: wrong passphrase, or the data was changed",
                "check ENVSYNC_PASS; every blank in it counts");
    }

    private static byte[] saltOf(String hex) {
        try {
            byte[] salt = HEX.parseHex(hex.strip());
            if (salt.length > 0) {
                return salt;
            }
        } catch (IllegalArgumentException e) {
            throw malformed("The salt of the ciphertext is no hex text", e);
        }
        throw malformed("The salt of the ciphertext is empty", null);
    }

    private static int roundsOf(OptionalLong given) {
        long rounds = given.orElse(KeyScheme.ROUNDS);
        if (rounds < KeyScheme.MIN_ROUNDS || rounds > KeyScheme.MAX_ROUNDS) {
            throw malformed(
                    "The ciphertext asks for " + rounds + " rounds; between " + KeyScheme.MIN_ROUNDS + " and "
                            + KeyScheme.MAX_ROUNDS + " are allowed",
                    null);
        }
        return (int) rounds;
    }

    private static EnvdriftException malformed(String message, @Nullable Throwable cause) {
        return new EnvdriftException(ErrorCode.MALFORMED_ANSWER, message, "check ENVSYNC_API", cause);
    }
}
