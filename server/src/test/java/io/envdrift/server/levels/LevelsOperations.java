package io.envdrift.server.levels;

import io.envdrift.server.levels.LevelsUser.Answer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Every operation of the levels: how it is called, what it works on, and which scopes it needs. */
final class LevelsOperations {
    static final ClientKey KEY = new ClientKey("the matrix has one key");

    static final List<String> HIERARCHY =
            List.of("project:read", "target:read", "environment:read", "organization:read", "secret:read");

    /** What a call works on, as far as limits go. */
    enum On {
        NOTHING,
        ORGANIZATION,
        /** The project's level, or what is shown of it to those who work below. */
        PROJECT,
        PROJECT_FROM_BELOW,
        WHOLE_PROJECT,
        TARGET,
        TARGET_FROM_BELOW,
        WHOLE_TARGET,
        ENVIRONMENT,
        /** A project that is not there yet. */
        NEW_PROJECT
    }

    /** A call; {@code also} is what the caller must have to give it away. */
    record Op(String name, On on, List<String> scopes, List<String> also, Request request) {
        boolean isAllowedTo(Set<String> held) {
            return held.contains("*") || held.containsAll(scopes) && held.containsAll(also);
        }

        /** Tells whether calls after this one would find something else. */
        boolean isDestructive() {
            return name.endsWith("_delete")
                    || Set.of("versions_purge", "member_update", "token_update").contains(name);
        }

        boolean isOutsideOf(On... covered) {
            return on != On.NOTHING && !List.of(covered).contains(on);
        }
    }

    interface Request {
        Answer send(LevelsUser user, Fixture fixture);
    }

    /** A project with versions, a token and a member, all of which a call may destroy. */
    record Fixture(String project, String version, String token, String member) {}

    private static String organization(LevelsUser user) {
        return "/api/v1/organizations/" + user.organization();
    }

    static String tokens(LevelsUser user) {
        return organization(user) + "/api-keys";
    }

    static String members(LevelsUser user) {
        return organization(user) + "/members";
    }

    private static Op op(String name, On on, String scopes, Request request) {
        return new Op(name, on, scopes.isEmpty() ? List.of() : List.of(scopes.split(" ", -1)), List.of(), request);
    }

    private static Op giving(String name, String scope, List<String> also, Request request) {
        return new Op(name, On.ORGANIZATION, List.of(scope), also, request);
    }

    private static Request get(String below) {
        return (user, at) -> user.get("/" + at.project() + below);
    }

    private static Request post(String below, Map<String, ?> body) {
        return (user, at) -> user.post("/" + at.project() + below, body);
    }

    private static Request about(String call, String below, Object... more) {
        return (user, at) -> user.post("/secrets/" + call, LevelsUser.about(at.project() + below, more));
    }

    private static Request send(String method, String below, Map<String, ?> body) {
        return (user, at) -> user.send(method, user.base() + "/" + at.project() + below, body);
    }

    private static Request version(String method, String below, Map<String, ?> body) {
        return (user, at) -> user.send(method, user.base() + "/secrets/versions/" + at.version() + below, body);
    }

    private static final List<String> BILLING = List.of("billing:read", "billing:write", "organization:read");
    private static final Map<String, ?> NAMED = Map.of("name", "x");

    static final List<Op> TABLE = List.of(
            op("user_show", On.NOTHING, "", (user, at) -> user.send("GET", "/api/v1/user", null)),
            op("organization_current", On.NOTHING, "", (user, at) -> user.send("GET", "/api/v1/organization", null)),
            op("organization_list", On.NOTHING, "", (user, at) -> user.send("GET", "/api/v1/organizations", null)),
            op(
                    "organization_show",
                    On.NOTHING,
                    "organization:read",
                    (user, at) -> user.send("GET", organization(user), null)),
            op(
                    "organization_update",
                    On.ORGANIZATION,
                    "organization:update",
                    (user, at) -> user.send("PATCH", organization(user), NAMED)),
            op(
                    "organization_replace",
                    On.ORGANIZATION,
                    "organization:update",
                    (user, at) -> user.send("PUT", organization(user), NAMED)),
            op("project_list", On.NOTHING, "project:read", (user, at) -> user.get("/projects")),
            op(
                    "project_create",
                    On.NEW_PROJECT,
                    "project:create",
                    (user, at) -> user.post("/projects", Map.of("name", "new-" + at.project()))),
            op("project_show", On.PROJECT_FROM_BELOW, "project:read", get("")),
            op("project_update", On.PROJECT, "project:update", send("PATCH", "", NAMED)),
            op(
                    "project_update",
                    On.WHOLE_PROJECT,
                    "project:update",
                    (user, at) -> user.patch("/" + at.project(), Map.of("slug", at.project(), "name", "x"))),
            op("project_replace", On.PROJECT, "project:update", send("PUT", "", NAMED)),
            op("project_delete", On.WHOLE_PROJECT, "project:delete", send("DELETE", "", null)),
            op("target_list", On.PROJECT_FROM_BELOW, "target:read", get("/targets")),
            op("target_create", On.TARGET, "target:create", post("/targets", Map.of("name", "x", "slug", "backend"))),
            op("target_show", On.TARGET_FROM_BELOW, "target:read", get("/backend")),
            op("target_update", On.TARGET, "target:update", send("PATCH", "/backend", NAMED)),
            op("target_update", On.WHOLE_TARGET, "target:update", send("PATCH", "/backend", Map.of("slug", "backend"))),
            op("target_replace", On.TARGET, "target:update", send("PUT", "/backend", NAMED)),
            op("target_delete", On.WHOLE_TARGET, "target:delete", send("DELETE", "/backend", null)),
            op("environment_list", On.TARGET_FROM_BELOW, "environment:read", get("/backend/environments")),
            op(
                    "environment_create",
                    On.ENVIRONMENT,
                    "environment:create",
                    post("/backend/environments", Map.of("name", "production"))),
            op("environment_show", On.ENVIRONMENT, "environment:read", get("/backend/production")),
            op("environment_update", On.ENVIRONMENT, "environment:update", send("PATCH", "/backend/production", NAMED)),
            op("environment_replace", On.ENVIRONMENT, "environment:update", send("PUT", "/backend/production", NAMED)),
            op("environment_delete", On.ENVIRONMENT, "environment:delete", send("DELETE", "/backend/production", null)),
            op("secrets_read_project", On.PROJECT, "secret:read", get("/secrets")),
            op("secrets_read_target", On.TARGET, "secret:read", get("/backend/secrets")),
            op("secrets_read_environment", On.ENVIRONMENT, "secret:read", get("/backend/production/secrets")),
            op(
                    "secrets_read_environment",
                    On.ENVIRONMENT,
                    "secret:read secret:decrypt",
                    get("/backend/production/secrets?decrypt=true")),
            op("secrets_retrieve", On.ENVIRONMENT, "secret:read", about("retrieve", "/backend/production")),
            op(
                    "secrets_retrieve",
                    On.TARGET,
                    "secret:read secret:decrypt",
                    about("retrieve", "/backend", "action", "decrypt")),
            op(
                    "secrets_store",
                    On.ENVIRONMENT,
                    "secret:write",
                    about("store", "/backend/production", "content", KEY.blob("A"), "key_proof", KEY.proofV1)),
            op(
                    "secrets_store",
                    On.PROJECT,
                    "secret:write",
                    about("store", "", "content", KEY.blob("A"), "key_proof", KEY.proofV1)),
            op("secrets_delete", On.ENVIRONMENT, "secret:write", about("delete", "/backend/production")),
            op(
                    "secrets_delete",
                    On.TARGET,
                    "secret:write secret:purge",
                    about("delete", "/backend", "no_backup", true, "confirmed", true)),
            op("versions_list", On.ENVIRONMENT, "secret:history", about("versions", "/backend/production")),
            op("version_show", On.ENVIRONMENT, "secret:history", version("GET", "", null)),
            op("version_show", On.ENVIRONMENT, "secret:history secret:decrypt", version("GET", "?decrypt=true", null)),
            op("version_restore", On.ENVIRONMENT, "secret:restore", version("POST", "/restore", Map.of())),
            op("version_delete", On.ENVIRONMENT, "secret:purge", version("DELETE", "?force=true", null)),
            op(
                    "versions_purge",
                    On.ENVIRONMENT,
                    "secret:purge",
                    about("versions/purge", "/backend/production", "confirmed", true)),
            op(
                    "versions_purge",
                    On.WHOLE_PROJECT,
                    "secret:purge",
                    about("versions/purge", "", "scope", "project", "confirmed", true)),
            op("key_retrieve", On.PROJECT_FROM_BELOW, "key:retrieve", get("/encryption-key")),
            op("key_history", On.PROJECT_FROM_BELOW, "key:retrieve", get("/encryption-key/history")),
            op("key_rotate", On.WHOLE_PROJECT, "key:rotate", post("/encryption-key/rotate", Map.of())),
            op("key_rotation_begin", On.WHOLE_PROJECT, "key:rotate", post("/encryption-key/rotation", Map.of())),
            op(
                    "key_rotation_part",
                    On.WHOLE_PROJECT,
                    "key:rotate",
                    post("/encryption-key/rotation/part", Map.of("secrets", List.of(), "rotation_token", "x"))),
            op(
                    "key_rotation_finish",
                    On.WHOLE_PROJECT,
                    "key:rotate",
                    post("/secrets/rotate-client-keys", KEY.members("secrets", List.of(), "rotation_token", "x"))),
            op(
                    "history_pending",
                    On.WHOLE_PROJECT,
                    "key:rotate",
                    post("/secrets/re-encrypt-history/pending", Map.of())),
            op("history_reencrypt", On.WHOLE_PROJECT, "key:rotate", post("/secrets/re-encrypt-history", Map.of())),
            op(
                    "key_custody",
                    On.WHOLE_PROJECT,
                    "key:rotate key:retrieve",
                    post("/encryption-key/custody", KEY.members("managed", "client"))),
            op("token_list", On.ORGANIZATION, "api-token:read", (user, at) -> user.send("GET", tokens(user), null)),
            op(
                    "token_show",
                    On.ORGANIZATION,
                    "api-token:read",
                    (user, at) -> user.send("GET", tokens(user) + "/" + at.token(), null)),
            giving(
                    "token_create",
                    "api-token:create",
                    List.of("billing:read"),
                    (user, at) ->
                            user.send("POST", tokens(user), Map.of("name", "x", "abilities", List.of("billing:read")))),
            giving(
                    "token_create",
                    "api-token:create",
                    List.of("*"),
                    (user, at) -> user.send("POST", tokens(user), Map.of("name", "x", "abilities", List.of("*")))),
            giving(
                    "token_update",
                    "api-token:update",
                    List.of("billing:read"),
                    (user, at) -> user.send("PUT", tokens(user) + "/" + at.token(), NAMED)),
            giving(
                    "token_update",
                    "api-token:update",
                    List.of("billing:read", "audit:read"),
                    (user, at) -> user.send(
                            "PUT", tokens(user) + "/" + at.token(), Map.of("abilities", List.of("audit:read")))),
            giving(
                    "token_rotate",
                    "api-token:update",
                    List.of("billing:read"),
                    (user, at) -> user.send("POST", tokens(user) + "/" + at.token() + "/rotate", Map.of())),
            giving(
                    "token_delete",
                    "api-token:delete",
                    List.of("billing:read"),
                    (user, at) -> user.send("DELETE", tokens(user) + "/" + at.token(), null)),
            op("member_list", On.ORGANIZATION, "member:read", (user, at) -> user.send("GET", members(user), null)),
            giving(
                    "member_create",
                    "member:create",
                    BILLING,
                    (user, at) -> user.send(
                            "POST", members(user), Map.of("email", "n" + at.member(), "role", "billing_manager"))),
            giving(
                    "member_create",
                    "member:create",
                    List.of("*"),
                    (user, at) ->
                            user.send("POST", members(user), Map.of("email", "o" + at.member(), "role", "owner"))),
            giving(
                    "member_update",
                    "member:update",
                    Stream.of(BILLING, HIERARCHY, List.of("secret:decrypt", "key:retrieve"))
                            .flatMap(List::stream)
                            .toList(),
                    (user, at) -> user.send("PATCH", members(user) + "/" + at.member(), Map.of("role", "api_user"))),
            giving(
                    "member_delete",
                    "member:delete",
                    BILLING,
                    (user, at) -> user.send("DELETE", members(user) + "/" + at.member(), null)),
            op("audit_list", On.ORGANIZATION, "audit:read", (user, at) -> user.get("/audit")));

    private LevelsOperations() {}
}
