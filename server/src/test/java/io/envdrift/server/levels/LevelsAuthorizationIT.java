package io.envdrift.server.levels;

import static io.envdrift.server.levels.LevelsOperations.HIERARCHY;
import static io.envdrift.server.levels.LevelsOperations.KEY;
import static io.envdrift.server.levels.LevelsOperations.TABLE;
import static io.envdrift.server.levels.LevelsOperations.members;
import static io.envdrift.server.levels.LevelsOperations.tokens;
import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.server.BlobServer;
import io.envdrift.server.EnvSyncServers;
import io.envdrift.server.EnvSyncServers.Store;
import io.envdrift.server.api.envsync.TokenSettings;
import io.envdrift.server.api.levels.LevelsApi;
import io.envdrift.server.identity.IdentityProviders;
import io.envdrift.server.levels.LevelsOperations.Fixture;
import io.envdrift.server.levels.LevelsOperations.On;
import io.envdrift.server.levels.LevelsOperations.Op;
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
        assertThat(limited.send("GET", "/api/v1/user", null).is(200).body())
                .contains("\"limits\":[\"" + fixture.project() + "/backend/production\"]");
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
