package io.envdrift.envsync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.Secret;
import io.envdrift.envsync.protocol.BranchEntry;
import io.envdrift.envsync.protocol.Issued;
import io.envdrift.envsync.protocol.Place;
import io.envdrift.envsync.protocol.TokenEntry;
import io.envdrift.envsync.protocol.VersionEntry;
import io.envdrift.json.JsonMembers;
import java.util.List;
import java.util.OptionalLong;

/**
 * The calls that only our server has: below {@code /api/v1/envsync/{project}/}. Every method throws {@link EnvdriftException}
 * when the server cannot be reached, refuses, or does not know the call ({@code SECRET_NOT_FOUND}), as the original's does not.
 */
public final class ProjectCalls {
    private final EnvSyncServer server;
    private final String project;

    /** Prepares calls about a project. */
    public ProjectCalls(EnvSyncServer server, String project) {
        Place.requireName("project", project);
        this.server = server;
        this.project = project;
    }

    /** Lists the branches, by name. */
    public List<BranchEntry> branches() {
        return server.get("branches", path("branches"), json -> json.requireList("branches", BranchEntry::read));
    }

    /** Lists the versions of a branch, newest first. */
    public List<VersionEntry> versions(String branch) {
        Place.requireName("branch", branch);
        return server.get(
                "versions",
                path("versions?branch=" + Place.encode(branch)),
                json -> json.requireList("versions", VersionEntry::read));
    }

    /**
     * Stores an old version once more, as the newest.
     *
     * @param expected the version that is current; another one is a conflict
     * @return the number of the new version
     */
    public long rollBack(String branch, long version, OptionalLong expected) {
        Place.requireName("branch", branch);
        String body = new JsonMembers()
                .put("branch", branch)
                .put("version", version)
                .putIfPresent("expected_version", expected)
                .toJson();
        return server.send("rollback", "POST", path("rollback"), body, json -> json.requireWhole("version"));
    }

    /** Issues a token for this project. */
    public Issued issueToken(String email, String role, int days) {
        return server.send("token", "POST", path("tokens"), wish(email, role, days), Issued::read);
    }

    /** Lists the tokens that were issued for this project. */
    public List<TokenEntry> tokens() {
        return server.get("token list", path("tokens"), json -> json.requireList("tokens", TokenEntry::read));
    }

    /**
     * Revokes a token that the server issued for this project; it is refused from then on.
     *
     * @return false when it was revoked already
     */
    public boolean revokeToken(String jti) {
        return revoke(jti, "");
    }

    /**
     * Revokes a token that another program made, of which the server knows nothing; for owners of all projects.
     *
     * @return false when it was revoked already
     */
    public boolean revokeTokenIssuedElsewhere(String jti) {
        return revoke(jti, "?issued_elsewhere=true");
    }

    private boolean revoke(String jti, String query) {
        Place.requireName("token", jti);
        return server.send(
                "token revoke",
                "DELETE",
                path("tokens/" + Place.encode(jti) + query),
                "",
                json -> !json.flag("already_revoked"));
    }

    /** Makes an invite: whoever has its code gets a token, once. */
    public Issued invite(String email, String role, int days) {
        return server.send("invite", "POST", path("invites"), wish(email, role, days), Issued::read);
    }

    /** Turns the code of an invite into a token. */
    public static Issued join(EnvSyncServer server, String project, Secret code) {
        String body = new JsonMembers().put("code", code.reveal()).toJson();
        return server.send("join", "POST", Place.extraPath(project, "invites/accept"), body, Issued::read);
    }

    private static String wish(String email, String role, int days) {
        return new JsonMembers()
                .put("email", email)
                .put("role", role)
                .put("days", days)
                .toJson();
    }

    private String path(String call) {
        return Place.extraPath(project, call);
    }
}
