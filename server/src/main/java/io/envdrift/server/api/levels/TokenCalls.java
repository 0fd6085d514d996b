package io.envdrift.server.api.levels;

import io.envdrift.base.Secret;
import io.envdrift.json.JsonMembers;
import io.envdrift.levels.protocol.TokenEntry;
import io.envdrift.server.api.levels.Tokens.Token;

/** Tokens. */
final class TokenCalls {
    private TokenCalls() {}

    /** Returns a token with its text, as it is shown once. */
    static JsonMembers shown(Token token, Secret text) {
        return entry(token).members().put("token", text.reveal());
    }

    static TokenEntry entry(Token token) {
        return new TokenEntry(
                token.id(), token.name(), token.abilities(), token.limits(), token.expiresAt(), token.lastUsedAt());
    }
}
