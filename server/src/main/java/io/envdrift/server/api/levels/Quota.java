package io.envdrift.server.api.levels;

import io.envdrift.levels.protocol.LevelsRefusal;

/** What is said when the server shall store no more. */
final class Quota {
    private Quota() {}

    static Refused reached(String message) {
        return Refused.of(LevelsRefusal.QUOTA_EXCEEDED, message);
    }
}
