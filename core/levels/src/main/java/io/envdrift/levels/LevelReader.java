package io.envdrift.levels;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.StrictText;
import io.envdrift.levels.merge.LevelContent;
import io.envdrift.levels.protocol.Custody;
import io.envdrift.levels.protocol.LevelBlob;
import io.envdrift.levels.protocol.LevelPath;
import io.envdrift.levels.protocol.StoredLevel;
import io.envdrift.levels.protocol.StoredLevels;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns the server's content into text: no level is skipped, and none is accepted that the project's key does not
 * authenticate.
 */
final class LevelReader {
    private final ProjectAccess access;
    private final Pins pins;

    LevelReader(ProjectAccess access, Pins pins) {
        this.access = access;
        this.pins = pins;
    }

    /**
     * Opens all levels of a path.
     *
     * @param known the pins as they were before the call
     * @throws EnvdriftException {@code DECRYPTION_FAILED} for another key or changed content, {@code FOREIGN_BLOB} for
     *     content of another level or in plaintext, {@code VERSION_WENT_BACK}; the message names the level
     */
    List<LevelContent> open(LevelPath path, StoredLevels stored, Pins.Known known) {
        List<LevelContent> contents = new ArrayList<>();
        for (LevelPath level : path.levels()) {
            StoredLevel content = stored.levels().get(level.kind());
            known.requireForward(level, content == null ? 0 : content.version().orElse(0));
            if (content != null) {
                contents.add(open(level, content, stored.format()));
            }
        }
        return contents;
    }

    private LevelContent open(LevelPath level, StoredLevel stored, String format) {
        String text = stored.encrypted() ? decrypt(level, stored.content()) : plaintext(level, stored.content());
        return LevelContent.opened(level, format, text, stored.version(), access.isStrict());
    }

    private String plaintext(LevelPath level, String content) {
        if (access.descriptor().custody() == Custody.CLIENT) {
            throw new EnvdriftException(
                    ErrorCode.FOREIGN_BLOB,
                    "the server's answer for level '" + level
                            + "' is refused: it is not encrypted, but the project's key" + " is client-managed",
                    "ask who pushed it without encryption, or who runs the server; nothing was taken from it");
        }
        return content;
    }

    /** Returns the text of a blob. */
    String decrypt(LevelPath level, String blob) {
        byte[] bytes = LevelBlob.open(access.dataKey(), blob).orElseThrow(() -> undecryptable(level, blob));
        return StrictText.decode(bytes)
                .orElseThrow(() -> new EnvdriftException(
                        ErrorCode.UNSUITABLE_FILE,
                        "level '" + level + "' cannot be read: it is not valid UTF-8 text",
                        "push a corrected text of this level"));
    }

    private static EnvdriftException undecryptable(LevelPath level, String blob) {
        return LevelBlob.isWellFormed(blob)
                ? new EnvdriftException(
                        ErrorCode.DECRYPTION_FAILED,
                        "level '" + level + "' cannot be decrypted: the key is another one, or the content was changed",
                        "give the project's key; levels versions lists which key encrypted what")
                : new EnvdriftException(
                        ErrorCode.DECRYPTION_FAILED,
                        "level '" + level + "' cannot be decrypted: its content is no blob",
                        "a client from before June 2026 encrypted each value alone; push the level again");
    }

    /** Remembers what could be opened; returns warnings. */
    List<String> note(LevelPath path, List<LevelContent> contents) {
        pins.note(access.project(), access.descriptor());
        List<String> warnings = new ArrayList<>();
        for (LevelContent content : contents) {
            if (content.version().isPresent()) {
                pins.note(content.level(), content.version().getAsLong(), content.bound())
                        .ifPresent(warnings::add);
            }
        }
        if (pins.isAccepting()) {
            path.levels().stream()
                    .filter(level -> contents.stream()
                            .noneMatch(content -> content.level().equals(level)
                                    && content.version().isPresent()))
                    .forEach(pins::forget);
        }
        return warnings;
    }
}
