package io.envdrift.levels;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.levels.protocol.KeyDescriptor;
import io.envdrift.levels.protocol.KeyParameters;
import io.envdrift.levels.protocol.LevelBlob;
import io.envdrift.levels.protocol.LevelPath;
import io.envdrift.levels.protocol.ProjectKey;
import io.envdrift.levels.protocol.VersionContent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Opens content that may be under an earlier key: it tries the current key, those that the server hands out, and those
 * given.
 */
final class OldKeys {
    private final ProjectAccess access;
    private final List<KeyDescriptor> history;
    private final List<Secret> candidates = new ArrayList<>();

    OldKeys(ProjectAccess access, List<KeyDescriptor> history, List<Secret> given) {
        this.access = access;
        this.history = history;
        candidates.add(access.key());
        candidates.addAll(given);
        history.forEach(entry -> entry.key().ifPresent(candidates::add));
    }

    /**
     * Opens a version.
     *
     * @throws EnvdriftException {@code DECRYPTION_FAILED} when no key opens it
     */
    String open(LevelPath level, VersionContent content) {
        return open(content.content(), content.key().version(), content.key().parameters())
                .orElseThrow(() -> new EnvdriftException(
                        ErrorCode.DECRYPTION_FAILED,
                        "version " + content.entry().id() + " of '" + level + "' is under version "
                                + content.key().version() + " of the key, and no key given opens it",
                        "give the key that it was encrypted with: --old-key FILE"));
    }

    /**
     * Opens a blob.
     *
     * @param keyVersion which key it is under
     * @return nothing when no key opens it
     */
    Optional<String> open(String blob, long keyVersion) {
        Optional<KeyParameters> parameters = history.stream()
                .filter(entry -> entry.version() == keyVersion)
                .findFirst()
                .flatMap(KeyDescriptor::parameters);
        return open(blob, keyVersion, parameters);
    }

    private Optional<String> open(String blob, long keyVersion, Optional<KeyParameters> parameters) {
        boolean current = keyVersion == access.descriptor().version();
        for (Secret candidate : candidates) {
            Optional<byte[]> opened = LevelBlob.open(dataKey(candidate, current, parameters), blob);
            if (opened.isPresent()) {
                return Optional.of(new String(opened.get(), StandardCharsets.UTF_8));
            }
        }
        return Optional.empty();
    }

    private byte[] dataKey(Secret candidate, boolean current, Optional<KeyParameters> parameters) {
        if (current && candidate.equals(access.key())) {
            return access.dataKey();
        }
        return parameters
                .filter(KeyParameters::isAcceptable)
                .map(each -> DataKeys.dataKey(candidate, each))
                .orElseGet(() -> ProjectKey.of(candidate).legacyDataKey());
    }
}
