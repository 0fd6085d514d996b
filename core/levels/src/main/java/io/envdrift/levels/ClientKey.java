package io.envdrift.levels;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.OneLine;
import io.envdrift.base.Secret;
import io.envdrift.files.FileSnapshot;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The client-managed key: given, or asked for when a project needs it. White space around it does not count. */
public final class ClientKey {
    /** The variable with the key itself. */
    public static final String VARIABLE = "DOTENV_CLIENT_KEY";
    /** The variable with the name of a file that holds the key. */
    public static final String FILE_VARIABLE = "DOTENV_CLIENT_KEY_FILE";

    private final boolean given;
    private final Function<String, Optional<Secret>> asked;
    private @Nullable Secret answer;

    private ClientKey(boolean given, Function<String, Optional<Secret>> asked) {
        this.given = given;
        this.asked = asked;
    }

    /**
     * Takes a key.
     *
     * @throws EnvdriftException {@code VAULT_SETTINGS} when nothing but white space is in it
     */
    public static ClientKey of(Secret text) {
        Secret key = trimmed(text).orElseThrow(ClientKey::empty);
        return new ClientKey(true, question -> Optional.of(key));
    }

    /**
     * Takes a key that is read only when a project needs it, so that a failing source does not fail calls that need no
     * key. It counts as given.
     *
     * @param source throws {@link EnvdriftException} when there is no key where it was said to be
     */
    public static ClientKey readBy(Supplier<Secret> source) {
        return new ClientKey(true, question -> Optional.of(trimmed(source.get()).orElseThrow(ClientKey::empty)));
    }

    /**
     * Asks for a key when a project needs it; the answer is kept.
     *
     * @param asked asks a question, and returns nothing when nobody can be asked
     */
    public static ClientKey asking(Function<String, Optional<Secret>> asked) {
        return new ClientKey(false, asked);
    }

    /**
     * Takes the key from the file that {@code DOTENV_CLIENT_KEY_FILE} names, which is read when a project needs it, else from
     * {@code DOTENV_CLIENT_KEY}; without both there is none.
     */
    public static ClientKey from(Map<String, String> environment) {
        String file = environment.getOrDefault(FILE_VARIABLE, "");
        if (!file.isEmpty()) {
            return readBy(() -> read(file));
        }
        String variable = environment.getOrDefault(VARIABLE, "");
        return variable.isEmpty() ? asking(question -> Optional.empty()) : of(Secret.of(variable));
    }

    private static Secret read(String file) {
        byte[] content = FileSnapshot.named(Path.of(file))
                .content()
                .orElseThrow(() -> new EnvdriftException(
                        ErrorCode.VAULT_SETTINGS,
                        "the file that " + FILE_VARIABLE + " names is not there",
                        "name a file that holds the client key"));
        return Secret.of(new String(content, StandardCharsets.UTF_8));
    }

    /** Tells whether the caller named a key: then a server that claims to hold the key is not believed. */
    boolean isGiven() {
        return given;
    }

    /** Returns the key. */
    synchronized Secret require(String project, Optional<String> hint) {
        if (answer == null) {
            String question = "Client key of '" + project + "'"
                    + hint.filter(text -> !text.isBlank())
                            .map(text -> " (hint: " + OneLine.of(text) + ")")
                            .orElse("")
                    + ": ";
            answer = asked.apply(question).flatMap(ClientKey::trimmed).orElseThrow(() -> missing(project));
        }
        return answer;
    }

    private static Optional<Secret> trimmed(Secret text) {
        return Optional.of(Secret.of(text.reveal().strip())).filter(each -> !each.isEmpty());
    }

    private static EnvdriftException empty() {
        return new EnvdriftException(
                ErrorCode.VAULT_SETTINGS, "the client key is empty", "an empty key protects nothing");
    }

    private static EnvdriftException missing(String project) {
        return new EnvdriftException(
                ErrorCode.VAULT_SETTINGS,
                "the key of '" + project + "' is client-managed, and there is none",
                "give it with --client-key FILE, " + FILE_VARIABLE + " or " + VARIABLE);
    }

    @Override
    public String toString() {
        return "ClientKey";
    }
}
