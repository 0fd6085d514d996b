package io.envdrift.server.levels;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.server.BlobServer;
import io.envdrift.server.EnvSyncServers;
import io.envdrift.server.EnvSyncServers.Store;
import io.envdrift.server.api.envsync.TokenSettings;
import io.envdrift.server.api.levels.LevelsApi;
import io.envdrift.server.identity.IdentityProviders;
import io.envdrift.server.levels.LevelsUser.Answer;
import io.envdrift.server.pipeline.OperatorGuard;
import io.envdrift.server.pipeline.Route;
import io.envdrift.server.seal.MasterKey;
import io.envdrift.server.store.Quotas;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every operation of the levels against scopes, limits and roles: one table. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LevelsAuthorizationIT {
    private static final ClientKey KEY = new ClientKey("the matrix has one key");
    private static final List<String> HIERARCHY =
            List.of("project:read", "target:read", "environment:read", "organization:read", "secret:read");

    private BlobServer server;
    private LevelsUser ada;
    private int fixtures;

    @BeforeAll
    void start(@TempDir Path directory) {
        server = BlobServer.start(
                EnvSyncServers.settings(Store.SQLITE.fresh(directory), TokenSettings.none()), InstantSource.system());
        ada = LevelsUser.owner(server.address(), "Acme");
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    /** What a call works on, as far as limits go. */
    private enum On {
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
    private record Op(String name, On on, List<String> scopes, List<String> also, Request request) {
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

    private interface Request {
        Answer send(LevelsUser user, Fixture fixture);
    }

    /** A project with versions, a token and a member, all of which a call may destroy. */
    private record Fixture(String project, String version, String token, String member) {}

    private Fixture fixture() {
        String project = "f" + ++fixtures;
        ada.post("/projects", KEY.members("name", project)).is(201);
        ada.post("/" + project + "/targets", Map.of("name", "backend")).is(201);
        ada.post("/" + project + "/backend/environments", Map.of("name", "production"))
                .is(201);
        ada.store(project + "/backend/production", KEY.blob("A=1"), "key_proof", KEY.proofV1)
                .is(200);
        ada.store(project + "/backend/production", KEY.blob("A=2"), "key_proof", KEY.proofV1)
                .is(200);
        String version = ada.post("/secrets/versions", LevelsUser.about(project + "/backend/production"))
                .list()
                .getFirst()
                .requireText("id");
        String token = ada.send("POST", tokens(ada), Map.of("name", "t", "abilities", List.of("billing:read")))
                .is(201)
                .json()
                .object("api_key")
                .orElseThrow()
                .requireText("id");
        String member = "m" + fixtures + "@example.com";
        ada.send("POST", members(ada), Map.of("email", member, "role", "billing_manager"))
                .is(201);
        return new Fixture(project, version, token, member);
    }

    private static String organization(LevelsUser user) {
        return "/api/v1/organizations/" + user.organization();
    }

    private static String tokens(LevelsUser user) {
        return organization(user) + "/api-keys";
    }

    private static String members(LevelsUser user) {
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

    private static final List<Op> TABLE = List.of(
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

    /** Ends the organization, or is the operator's: both have tests of their own in the contract. */
    private static final Set<String> ELSEWHERE = Set.of("organization_delete", "organization_create");

    @Test
    void theTableHasEveryOperation() {
        Set<String> names = new TreeSet<>(ELSEWHERE);
        TABLE.forEach(op -> names.add(op.name()));
        MasterKey key = MasterKey.parse(MasterKey.generate());
        List<Route> routes = new LevelsApi(
                        new OperatorGuard(Optional.empty(), true),
                        new IdentityProviders(List.of(), InstantSource.system()),
                        Quotas.NONE,
                        0,
                        key,
                        InstantSource.system())
                .routes();
        assertThat(names)
                .isEqualTo(new TreeSet<>(
                        routes.stream().map(route -> route.operation().name()).toList()));
    }

    @Test
    void withoutAGoodTokenEveryCallIs401() {
        Fixture fixture = fixture();
        // On the connection of the good token: a server that remembers fields by their text in any case takes one for
        // the other.
        String near = ada.token().toLowerCase(Locale.ROOT);
        for (Op op : TABLE) {
            for (String token : List.of("", near)) {
                Answer answer = op.request().send(ada.with(token), fixture);
                assertThat(answer.status()).as(op.name()).isEqualTo(401);
            }
        }
    }

    @Test
    void atAnotherOrganizationEveryCallIs404() {
        Fixture fixture = fixture();
        LevelsUser bob = LevelsUser.owner(ada.server(), "Bob");
        LevelsUser stranger = new LevelsUser(ada.server(), ada.organization(), bob.token());
        for (Op op : TABLE) {
            if (op.on() != On.NOTHING
                    || op.name().equals("organization_show")
                    || op.name().equals("project_list")) {
                assertThat(op.request().send(stranger, fixture).status())
                        .as(op.name())
                        .isEqualTo(404);
            }
            if (op.on() != On.NOTHING && op.on() != On.ORGANIZATION && op.on() != On.NEW_PROJECT) {
                assertThat(op.request().send(bob, fixture).status())
                        .as(op.name() + " by its own organization")
                        .isEqualTo(404);
            }
        }
    }

    @Test
    void eachScopeIsNeededAndTogetherTheySuffice() {
        Fixture fixture = fixture();
        for (Op op : TABLE) {
            List<String> needed = new ArrayList<>(op.scopes());
            needed.addAll(op.also());
            for (String missing : needed) {
                List<String> others = allBut(missing);
                Answer answer = op.request().send(ada.tokenWith(others), fixture);
                answer.isRefused(403, "insufficient_permissions");
            }
            if (!needed.isEmpty() && !needed.contains("*")) {
                allowed(op, op.request().send(ada.tokenWith(needed), op.isDestructive() ? fixture() : fixture));
            }
        }
    }

    private static void allowed(Op op, Answer answer) {
        assertThat(answer.status()).as(op.name() + ": " + answer.body()).isNotIn(401, 403, 404, 405, 500, 503);
    }

    private static List<String> allBut(String scope) {
        List<String> all = new ArrayList<>();
        for (String name : List.of("read", "write", "decrypt", "history", "restore", "purge")) {
            all.add("secret:" + name);
        }
        for (String kind : List.of("project", "target", "environment", "organization", "api-token", "member")) {
            for (String action : List.of("create", "read", "update", "delete")) {
                all.add(kind + ":" + action);
            }
        }
        all.addAll(List.of("key:retrieve", "key:rotate", "audit:read", "billing:read", "billing:write"));
        all.remove(scope);
        return all;
    }

    @Test
    void outsideOfItsLimitsATokenFindsNothing() {
        Fixture fixture = fixture();
        LevelsUser elsewhere = ada.tokenWith(List.of("*"), "elsewhere/*", "elsewhere");
        for (Op op : TABLE) {
            Answer answer = op.request().send(elsewhere, fixture);
            if (op.on() == On.NOTHING) {
                answer.is(200);
            } else {
                answer.isRefused(404, "not_found");
            }
        }
        assertThat(elsewhere.get("/projects").list()).isEmpty();
    }

    @Test
    void limitedToOneEnvironmentATokenReachesItAndSeesTheWayToIt() {
        check("%s/backend/production", On.ENVIRONMENT, On.TARGET_FROM_BELOW, On.PROJECT_FROM_BELOW);
        check("%s/*/production", On.ENVIRONMENT, On.TARGET_FROM_BELOW, On.PROJECT_FROM_BELOW);
    }

    @Test
    void limitedToWhatIsBelowATargetATokenDoesNotReachTheTarget() {
        check("%s/backend/*", On.ENVIRONMENT, On.TARGET_FROM_BELOW, On.PROJECT_FROM_BELOW);
    }

    @Test
    void limitedToATargetAloneATokenReachesNothingBelow() {
        check("%s/backend", On.TARGET, On.TARGET_FROM_BELOW, On.PROJECT_FROM_BELOW);
    }

    @Test
    void limitedToWhatIsBelowAProjectATokenDoesNotReachTheProject() {
        check("%s/*", On.ENVIRONMENT, On.TARGET, On.TARGET_FROM_BELOW, On.WHOLE_TARGET, On.PROJECT_FROM_BELOW);
    }

    @Test
    void limitedToAProjectAloneATokenReachesNothingBelow() {
        check("%s", On.PROJECT, On.PROJECT_FROM_BELOW);
    }

    private void check(String limit, On... covered) {
        Fixture kept = fixture();
        LevelsUser outside = ada.tokenWith(List.of("*"), limit.formatted(kept.project()));
        for (Op op : TABLE) {
            if (op.isOutsideOf(covered)) {
                op.request().send(outside, kept).isRefused(404, "not_found");
            } else if (op.on() != On.NOTHING) {
                Fixture fixture = op.isDestructive() ? fixture() : kept;
                LevelsUser user =
                        op.isDestructive() ? ada.tokenWith(List.of("*"), limit.formatted(fixture.project())) : outside;
                allowed(op, op.request().send(user, fixture));
            }
        }
    }

    @Test
    void aRoleBoundsTheTokensOfItsMember() {
        List<String> reads = HIERARCHY;
        Map<String, Set<String>> roles = Map.of(
                "owner", Set.of("*"),
                "administrator", Set.copyOf(without(allBut("nothing"), "billing:read", "billing:write")),
                "member", Set.copyOf(and(reads, "secret:write", "secret:history", "key:retrieve")),
                "developer",
                        Set.copyOf(and(
                                reads,
                                "secret:write",
                                "secret:history",
                                "key:retrieve",
                                "secret:decrypt",
                                "secret:restore")),
                "auditor", Set.copyOf(and(reads, "secret:history", "audit:read", "member:read", "api-token:read")),
                "billing_manager", Set.of("organization:read", "billing:read", "billing:write"),
                "api_user", Set.copyOf(and(reads, "secret:decrypt", "key:retrieve")));
        roles.forEach((role, scopes) -> {
            String email = role + "@example.com";
            ada.send("POST", members(ada), Map.of("email", email, "role", role)).is(201);
            LevelsUser user = ada.tokenWith(Map.of("name", role, "abilities", List.of("*"), "member", email));
            Fixture kept = fixture();
            for (Op op : TABLE) {
                if (op.isAllowedTo(scopes)) {
                    allowed(op, op.request().send(user, op.isDestructive() ? fixture() : kept));
                } else {
                    assertThat(op.request().send(user, kept).status())
                            .as(role + " " + op.name())
                            .isEqualTo(403);
                }
            }
            ada.send("DELETE", members(ada) + "/" + email, null).is(204);
            user.get("/projects").isRefused(401, "unauthenticated");
        });
    }

    private static List<String> and(List<String> scopes, String... more) {
        return Stream.concat(scopes.stream(), Stream.of(more)).toList();
    }

    private static List<String> without(List<String> scopes, String... less) {
        return scopes.stream().filter(scope -> !List.of(less).contains(scope)).toList();
    }

    @Test
    void aMemberMakesNoTokenThatIsFreeOfTheirRole() {
        String email = "dev@example.com";
        ada.send("POST", members(ada), Map.of("email", email, "role", "developer"))
                .is(201);
        String owner = "boss@example.com";
        ada.send("POST", members(ada), Map.of("email", owner, "role", "owner")).is(201);
        LevelsUser boss = ada.tokenWith(Map.of("name", "b", "abilities", List.of("*"), "member", owner));
        LevelsUser ofDev = boss.tokenWith(Map.of("name", "d", "abilities", List.of("secret:read"), "member", email));
        assertThat(ofDev.send("GET", "/api/v1/user", null).is(200).body()).contains("\"role\":\"developer\"");
        ada.send("PATCH", members(ada) + "/" + email, Map.of("role", "billing_manager"))
                .is(200);
        ofDev.get("/nothing/secrets").isRefused(403, "insufficient_permissions");
        ada.send("POST", tokens(ada), Map.of("name", "x", "abilities", List.of("*"), "member", "nobody@example.com"))
                .isInvalid("member");
    }

    @Test
    void renamingLeadsNowhereThatTheTokenIsKeptFrom() {
        Fixture fixture = fixture();
        LevelsUser limited = ada.tokenWith(List.of("*"), fixture.project() + "/backend/production");
        limited.patch("/" + fixture.project() + "/backend/production", Map.of("slug", "staging"))
                .isRefused(404, "not_found");
        limited.patch("/" + fixture.project() + "/backend/production", Map.of("name", "P"))
                .is(200);
        limited.patch("/" + fixture.project() + "/backend/production", Map.of("slug", "production", "name", "Q"))
                .is(200);
        assertThat(limited.get("/" + fixture.project() + "/backend/environments")
                        .list())
                .hasSize(1);
    }
}
