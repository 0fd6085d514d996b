package io.envdrift.server.api.levels;

import io.envdrift.json.JsonMembers;
import io.envdrift.levels.protocol.LevelPath;
import io.envdrift.levels.protocol.LevelsRefusal;
import io.envdrift.server.pipeline.Principal;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The caller that a valid token identifies.
 *
 * @param id of the token, if this server made it
 * @param name of the token, or who it is by the word of an identity provider
 * @param member whose token it is, if it is not the organization's
 * @param role of the member
 * @param scopes what the token is able to do, within the member's role
 */
record Caller(
        StoredOrganization organization,
        Optional<String> id,
        String name,
        Optional<String> member,
        Optional<Role> role,
        Set<String> scopes,
        Limits limits) {
    boolean may(String scope) {
        return Scopes.cover(scopes, scope);
    }

    /**
     * Refuses what the token must not do.
     *
     * @throws Refused 404 outside of its slice, 403 without a scope
     */
    void require(Demand demand) {
        requireReach(demand.reach(), demand.path());
        demand.scopes().stream().filter(scope -> !may(scope)).findFirst().ifPresent(scope -> {
            throw Refused.of(
                    LevelsRefusal.INSUFFICIENT_PERMISSIONS,
                    "The token lacks the scope " + scope,
                    new JsonMembers().put("required", scope));
        });
    }

    /**
     * Refuses what is outside of the token's slice.
     *
     * @throws Refused 404
     */
    void requireReach(Reach reach, Optional<LevelPath> path) {
        if (!reach.isWithin(limits, path)) {
            throw Refused.notFound(path.map(each -> each.kind().word()).orElse("resource"));
        }
    }

    /**
     * Refuses to hand out more than the caller has.
     *
     * @throws Refused 403
     */
    void requireAll(List<String> wanted) {
        if (!Scopes.coverAll(scopes, wanted)) {
            throw Refused.of(
                    LevelsRefusal.INSUFFICIENT_PERMISSIONS,
                    "Nobody can give, take or renew more than they have themselves");
        }
    }

    /** Returns the caller as the audit log has it. */
    Principal principal() {
        return new Principal(
                Optional.of(member.orElse(name)), role.map(Role::word).orElse("token"), id);
    }
}
