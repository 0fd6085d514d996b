package io.envdrift.workflow.rotate;

import io.envdrift.base.Secret;
import io.envdrift.dotenvx.KeyList;
import io.envdrift.dotenvx.PrivateKey;
import java.util.ArrayList;
import java.util.List;

/** Edits of the keys in a rotation history. */
final class KeyHistory {
    private KeyHistory() {}

    /**
     * Returns a history with a key as its newest.
     *
     * @param used keys that must be in it, too
     */
    static KeyList adding(KeyList history, KeyList used, PrivateKey newest) {
        List<Secret> tokens = new ArrayList<>();
        history.tokens().stream().filter(token -> !isKey(token, newest)).forEach(tokens::add);
        for (PrivateKey key : used.keys()) {
            if (!key.equals(newest) && tokens.stream().noneMatch(token -> isKey(token, key))) {
                tokens.add(key.secret());
            }
        }
        tokens.add(newest.secret());
        return new KeyList(tokens);
    }

    private static boolean isKey(Secret token, PrivateKey key) {
        return PrivateKey.tryParse(token.reveal()).filter(key::equals).isPresent();
    }
}
