package io.envdrift.levels;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.json.JsonException;
import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import io.envdrift.levels.protocol.ApiPath;
import io.envdrift.levels.protocol.AuditEntry;
import io.envdrift.levels.protocol.Custody;
import io.envdrift.levels.protocol.IssuedToken;
import io.envdrift.levels.protocol.KeyDescriptor;
import io.envdrift.levels.protocol.KeyParameters;
import io.envdrift.levels.protocol.LevelPath;
import io.envdrift.levels.protocol.MemberEntry;
import io.envdrift.levels.protocol.NodeEntry;
import io.envdrift.levels.protocol.ProjectEntry;
import io.envdrift.levels.protocol.ProjectKey;
import io.envdrift.levels.protocol.ProofKind;
import io.envdrift.levels.protocol.TokenEntry;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The calls about an organization. Every method throws {@link EnvdriftException} when the server cannot be reached, refuses, or
 * does not know the call, as the original's does not know some.
 */
public final class LevelsOrganization {
    private static final int PER_PAGE = 100;
    private static final int MOST_PAGES = 1000;

    private final LevelsServer server;
    private final Pins pins;

    LevelsOrganization(LevelsServer server, Pins pins) {
        this.server = server;
        this.pins = pins;
    }

    /** Lists the projects. */
    public List<ProjectEntry> projects() {
        return all("listing projects", ApiPath.below(organization(), "projects"), ProjectEntry::read);
    }

    /** Lists the targets of a project. */
    public List<NodeEntry> targets(String project) {
        LevelPath any = new LevelPath(List.of(project, "any"));
        return all("listing targets of " + project, ApiPath.listOf(organization(), any), NodeEntry::read);
    }

    /** Lists the environments of a target. */
    public List<NodeEntry> environments(String project, String target) {
        LevelPath any = new LevelPath(List.of(project, target, "any"));
        String call = "listing environments of " + project + "/" + target;
        return all(call, ApiPath.listOf(organization(), any), NodeEntry::read);
    }

    /** Makes a project whose key the server makes and holds; returns its slug. */
    public String createProject(NodeWish wish, String format) {
        JsonMembers body = wish.members().put("secret_format", format).put("storage_mode", Custody.SERVER.word());
        return create("creating project " + wish.name(), ApiPath.below(organization(), "projects"), body);
    }

    /**
     * Makes a project whose key the clients hold; returns its slug.
     *
     * @param proof version 2 makes a strict project, which only our clients write to
     * @throws EnvdriftException {@code USAGE} for a key of exactly 32 bytes with a proof of version 1, which would be the data
     *     key itself
     */
    public String createProject(NodeWish wish, String format, Secret key, ProofKind proof, Optional<String> hint) {
        requireUsable(key, proof);
        ProjectAccess access = new ProjectAccess(wish.name(), newKey(proof), key);
        JsonMembers body = wish.members().put("secret_format", format).put("storage_mode", Custody.CLIENT.word());
        access.asClientKey(proof, hint).addTo(body);
        return create("creating project " + wish.name(), ApiPath.below(organization(), "projects"), body);
    }

    /** Makes the terms of a new client-managed key. */
    static KeyDescriptor newKey(ProofKind proof) {
        byte[] salt = new byte[KeyParameters.SALT_LENGTH];
        new SecureRandom().nextBytes(salt);
        return new KeyDescriptor(
                Custody.CLIENT,
                Optional.empty(),
                Optional.of(new KeyParameters(salt, KeyParameters.DEFAULT_ROUNDS)),
                proof,
                1,
                Optional.empty(),
                Optional.empty());
    }

    /** Refuses a key that the proof would give away. */
    static void requireUsable(Secret key, ProofKind proof) {
        if (proof == ProofKind.V1 && ProjectKey.of(key).isGivenAwayByProofV1()) {
            throw new EnvdriftException(
                    ErrorCode.USAGE,
                    "a key of exactly 32 bytes is refused here: the proof of the original's protocol would be the data"
                            + " key itself",
                    "take a longer passphrase, or a strict project");
        }
    }

    /**
     * Makes a target or an environment; returns its slug.
     *
     * @param parent the project, or the target
     */
    public String create(LevelPath parent, NodeWish wish) {
        List<String> slugs = new ArrayList<>(parent.slugs());
        slugs.add("any");
        String path = ApiPath.listOf(organization(), new LevelPath(slugs));
        return create("creating " + wish.name() + " in " + parent, path, wish.members());
    }

    /** Changes name, description, slug or status of a project, target or environment. */
    public void update(LevelPath level, NodeWish wish) {
        server.send("changing " + level, "PATCH", ApiPath.of(organization(), level), wish.members());
    }

    /** Deletes a project, target or environment with all that is below it. */
    public void delete(LevelPath level) {
        server.delete("deleting " + level, ApiPath.of(organization(), level));
        pins.forget(level);
    }

    /** Lists the tokens. */
    public List<TokenEntry> tokens() {
        return all("listing tokens", ApiPath.longForm(organization(), "api-keys"), TokenEntry::read);
    }

    /** Makes a token, which is shown once. */
    public IssuedToken createToken(TokenWish wish) {
        String path = ApiPath.longForm(organization(), "api-keys");
        return server.send("creating a token", "POST", path, wish.members(), IssuedToken::read);
    }

    /** Gives a token a new value, which is shown once; the old value is refused from then on. */
    public IssuedToken rotateToken(String id) {
        return server.send("rotating a token", "POST", token(id) + "/rotate", new JsonMembers(), IssuedToken::read);
    }

    /** Deletes a token; it is refused from then on. */
    public void deleteToken(String id) {
        server.delete("deleting a token", token(id));
    }

    /** Lists the members. */
    public List<MemberEntry> members() {
        return all("listing members", ApiPath.longForm(organization(), "members"), MemberEntry::read);
    }

    /** Makes somebody a member. */
    public void addMember(String email, String role) {
        JsonMembers body = new JsonMembers().put("email", email).put("role", role);
        server.send("adding a member", "POST", ApiPath.longForm(organization(), "members"), body);
    }

    /** Gives a member another role. */
    public void changeMember(String email, String role) {
        server.send("changing a member", "PATCH", member(email), new JsonMembers().put("role", role));
    }

    /** Ends somebody's membership, and with it their tokens. */
    public void removeMember(String email) {
        server.delete("removing a member", member(email));
    }

    private String member(String email) {
        return ApiPath.longForm(
                organization(),
                "members/" + URLEncoder.encode(email, StandardCharsets.UTF_8).replace("+", "%20"));
    }

    /**
     * Returns a page of the audit log, newest first.
     *
     * @param page from 1
     */
    public List<AuditEntry> audit(int page, int perPage) {
        String path = ApiPath.below(organization(), "audit?page=" + page + "&per_page=" + perPage);
        return server.get("reading the audit log", path, json -> json.requireList("data", AuditEntry::read));
    }

    private String token(String id) {
        if (!id.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new EnvdriftException(ErrorCode.USAGE, "this is no id of a token", "levels token list shows them");
        }
        return ApiPath.longForm(organization(), "api-keys/" + id);
    }

    private String create(String call, String path, JsonMembers body) {
        return server.send(
                call,
                "POST",
                path,
                body,
                json -> json.object("data")
                        .flatMap(data -> data.object("attributes"))
                        .map(attributes -> attributes.requireText("slug"))
                        .orElseThrow(() -> new JsonException("data.attributes required")));
    }

    private String organization() {
        return server.organization();
    }

    /** Asks for all pages of a list. */
    private <T> List<T> all(String call, String path, Function<JsonObject, T> reader) {
        List<T> all = new ArrayList<>();
        for (int page = 1; page <= MOST_PAGES; page++) {
            String query = "?page=" + page + "&per_page=" + PER_PAGE;
            boolean last = server.get(call, path + query, json -> {
                json.requireObjects("data").stream().map(reader).forEach(all::add);
                JsonObject meta = json.object("meta").orElse(json);
                return meta.whole("current_page").orElse(1)
                        >= meta.whole("last_page").orElse(1);
            });
            if (last) {
                return all;
            }
        }
        return all;
    }
}
