package io.envdrift.levels;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import io.envdrift.json.StateFiles;
import io.envdrift.levels.protocol.Custody;
import io.envdrift.levels.protocol.KeyDescriptor;
import io.envdrift.levels.protocol.KeyParameters;
import io.envdrift.levels.protocol.LevelPath;
import io.envdrift.levels.protocol.ProofKind;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What this user knows of keys and levels from earlier answers: who holds a key, how it is derived, and the highest
 * version of each level. An answer that contradicts a pin without a new version fails the call.
 */
final class Pins {
    private static final String ACCEPT = "if that is known and right, say so once with --accept-changes";

    private final StateFiles files;
    private final String server;
    private final String organization;
    private final boolean accepting;

    Pins(LevelsHome home, LevelsServer server, boolean accepting) {
        this.files = home.files();
        this.server = server.address().toString();
        this.organization = server.organization();
        this.accepting = accepting;
    }

    /**
     * Returns the pins of a project and of the levels of a path. Read them before the call: a pin that another thread
     * or process writes during the call must not make this call's answer look old.
     */
    Known known(LevelPath path) {
        Map<LevelPath, Long> highest = new HashMap<>();
        if (!accepting) {
            for (LevelPath level : path.levels()) {
                files.read(keyOf(level))
                        .ifPresent(
                                json -> highest.put(level, json.whole("highest").orElse(0)));
            }
        }
        return new Known(path.project(), accepting ? Optional.empty() : files.read(keyOf(path.project())), highest);
    }

    /**
     * What was known before a call.
     *
     * @param key the terms of the project's key
     * @param highest the highest version of each level
     */
    record Known(String project, Optional<JsonObject> key, Map<LevelPath, Long> highest) {
        /**
         * Compares a key with what was seen of it.
         *
         * @return a warning when its custody changed with a new version
         * @throws EnvdriftException {@code VERSION_WENT_BACK} or {@code KEY_TERMS} when it is not what was seen before
         */
        Optional<String> requireSame(KeyDescriptor now) {
            return key.flatMap(before -> compared(project, before, now));
        }

        /**
         * Compares the version of a level with the highest that was seen.
         *
         * @param version 0 for a level that the server does not have, or does not tell the version of
         * @throws EnvdriftException {@code VERSION_WENT_BACK} when it is lower
         */
        void requireForward(LevelPath level, long version) {
            long before = highest.getOrDefault(level, 0L);
            if (version < before) {
                throw wentBack(level, version, before);
            }
        }
    }

    private static Optional<String> compared(String project, JsonObject before, KeyDescriptor key) {
        long version = before.whole("version").orElse(0);
        if (key.version() < version) {
            throw new EnvdriftException(
                    ErrorCode.VERSION_WENT_BACK,
                    "the server shows version " + key.version() + " of the key of '" + project + "', but version "
                            + version + " was seen before",
                    "ask whoever runs the server whether it was restored from a backup; " + ACCEPT);
        }
        String custody = before.text("custody").orElse("");
        boolean sameCustody = custody.equals(key.custody().word());
        boolean same = sameCustody
                && before.text("parameters").orElse("").equals(parameters(key))
                && before.text("proof").orElse("").equals(key.proof().word());
        boolean weaker = key.custody() == Custody.CLIENT
                && custody.equals(Custody.CLIENT.word())
                && key.proof() == ProofKind.V1
                && before.text("proof").filter(ProofKind.V2.word()::equals).isPresent();
        if (weaker || !same && key.version() == version) {
            throw new EnvdriftException(
                    ErrorCode.KEY_TERMS,
                    "the server says otherwise than before who holds the key of '" + project
                            + "', or how it is derived or proved; nothing was sent",
                    "ask whoever runs the server; " + ACCEPT);
        }
        return sameCustody
                ? Optional.empty()
                : Optional.of("the key of '" + project + "' is " + key.custody().word() + "-managed since its version "
                        + key.version() + "; before, it was " + custody + "-managed");
    }

    private static EnvdriftException wentBack(LevelPath level, long version, long highest) {
        return new EnvdriftException(
                ErrorCode.VERSION_WENT_BACK,
                (version == 0
                                ? "the server has no version of level '" + level + "'"
                                : "the server answered with version " + version + " of level '" + level + "'")
                        + ", but version " + highest + " was seen before",
                "it was deleted or restored from a backup, or somebody serves old secrets; " + ACCEPT);
    }

    /** Remembers a key with which something could be opened. */
    void note(String project, KeyDescriptor key) {
        files.write(
                new JsonMembers()
                        .put("custody", key.custody().word())
                        .put("parameters", parameters(key))
                        .put("proof", key.proof().word())
                        .put("version", key.version()),
                keyOf(project));
    }

    /**
     * Remembers the version of a level that could be opened.
     *
     * @param bound whether its text says which level it is of
     * @return a warning when earlier versions said so and this one does not
     */
    Optional<String> note(LevelPath level, long version, boolean bound) {
        Optional<JsonObject> before = files.read(keyOf(level));
        boolean wasBound = before.map(json -> json.flag("bound")).orElse(false);
        long highest = before.map(json -> json.whole("highest").orElse(0)).orElse(0L);
        if (version != highest || bound != wasBound) {
            files.write(
                    new JsonMembers()
                            .put("highest", accepting ? version : Math.max(version, highest))
                            .put("bound", bound),
                    keyOf(level));
        }
        return wasBound && !bound
                ? Optional.of("level '" + level + "' does not say any more which level it is: a client of the original"
                        + " wrote it, or the server took that away")
                : Optional.empty();
    }

    /** Forgets a level that this user deleted, and one that the server has no more where that is accepted. */
    void forget(LevelPath level) {
        if (files.read(keyOf(level)).isPresent()) {
            files.delete(keyOf(level));
        }
    }

    private String[] keyOf(String project) {
        return new String[] {"key", server, organization, project};
    }

    private String[] keyOf(LevelPath level) {
        return new String[] {"level", server, organization, level.toString()};
    }

    private static String parameters(KeyDescriptor key) {
        return key.parameters().map(KeyParameters::toString).orElse("");
    }

    boolean isAccepting() {
        return accepting;
    }
}
