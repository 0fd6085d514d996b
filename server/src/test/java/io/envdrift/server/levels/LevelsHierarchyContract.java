package io.envdrift.server.levels;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.json.JsonObject;
import io.envdrift.server.EnvSyncServers.Store;
import io.envdrift.server.levels.LevelsUser.Answer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The part of {@link LevelsContract} about projects, targets, environments, organizations and tokens. */
abstract class LevelsHierarchyContract extends LevelsScene {
    LevelsHierarchyContract(Store store) {
        super(store);
    }

    @Test
    void theHierarchyIsListedRenamedAndDeletedWithWhatIsBelow() {
        String project = project();
        write(project + "/backend/production", "A=1");
        ada.post("/" + project + "/targets", Map.of("name", "Front End", "description", "pages"))
                .is(201);
        assertThat(ada.get("/" + project + "/targets?sort=-slug").is(200).list())
                .extracting(target -> target.requireText("id"))
                .containsExactly("front-end", "backend");
        Answer page = ada.get("/" + project + "/targets?per_page=1&page=2").is(200);
        assertThat(page.list()).hasSize(1);
        JsonObject meta = page.json().object("meta").orElseThrow();
        assertThat(meta.requireWhole("total")).isEqualTo(2);
        assertThat(meta.requireWhole("last_page")).isEqualTo(2);
        assertThat(meta.requireWhole("from")).isEqualTo(2);
        assertThat(ada.get("/" + project + "/targets?filter[name]=Front").list())
                .hasSize(1);
        assertThat(ada.get("/" + project + "/backend/production").attributes().flag("is_production"))
                .isTrue();

        ada.patch("/" + project + "/backend", Map.of("slug", "api", "name", "API"))
                .is(200);
        ada.get("/" + project + "/backend").isRefused(404, "not_found");
        assertThat(ada.get("/" + project + "/api/production/secrets")
                        .is(200)
                        .level("environment")
                        .requireText("source"))
                .isEqualTo("production");
        ada.patch("/" + project + "/api", Map.of("slug", "front-end")).isRefused(409, "already_exists");
        ada.post("/" + project + "/targets", Map.of("name", "api")).isRefused(409, "already_exists");
        ada.post("/projects", KEY.members("name", project)).isRefused(409, "already_exists");

        ada.delete("/" + project + "/api").is(204);
        ada.get("/" + project + "/api/production").isRefused(404, "not_found");
        ada.delete("/" + project).is(204);
        ada.get("/" + project).isRefused(404, "not_found");
        ada.get("/" + project + "/encryption-key").isRefused(404, "not_found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secrets",
                "targets",
                "environments",
                "encryption-key",
                "projects",
                "versions",
                "audit",
                "members",
                "api-keys",
                "a/b",
                "..",
                ".",
                "A",
                "a_b",
                "ä",
                "a b",
                "",
                "%2e",
                "a%",
                "a'",
                "a;b"
            })
    void W22_slugsThatArePathWordsOrOddAreRefused(String slug) {
        ada.post("/projects", KEY.members("name", "x", "slug", slug)).isInvalid("slug");
    }

    @Test
    void W22_namesMakeSlugsAndHugeOnesAreRefused() {
        String name = "Ünïcode & Söhne " + ++projects;
        String slug = "unicode-sohne-" + projects;
        assertThat(ada.post("/projects", KEY.members("name", name))
                        .is(201)
                        .attributes()
                        .requireText("slug"))
                .isEqualTo(slug);
        ada.post("/projects", KEY.members("name", "x", "slug", "a".repeat(101))).isInvalid("slug");
        ada.post("/projects", KEY.members("name", "a".repeat(101))).isInvalid("name");
        ada.post("/projects", KEY.members("name", "a".repeat(2000))).isInvalid("name");
        ada.post("/projects", KEY.members("name", "Secrets")).isInvalid("name");
        ada.post("/projects", KEY.members("name", "日本")).isInvalid("name");
        ada.post("/projects", KEY.members()).isInvalid("name");
        ada.post("/projects", KEY.members("name", "named", "storage_mode", "client"))
                .is(201);
        for (Object wrong : List.of("", " ", 7, "a\nb")) {
            ada.patch("/named", Map.of("name", wrong)).isInvalid("name");
            ada.send("PATCH", "/api/v1/organizations/" + ada.organization(), Map.of("name", wrong))
                    .isInvalid("name");
        }
        for (String odd : List.of("/a%2Fb", "/%2e%2e", "/A", "/a_b", "/%ff", "/a/b/c%20d")) {
            ada.get(odd).isRefused(404, "not_found");
        }
        ada.store("Secrets", KEY.blob("x"), "key_proof", KEY.proofV1).is(422);
    }

    @Test
    void filtersAndOddBodiesAreRefused() {
        String project = project();
        ada.post("/secrets/retrieve", LevelsUser.about(project, "filters", Map.of("names", List.of("A"))))
                .isRefused(422, "invalid_parameter_combination");
        ada.post("/secrets/retrieve", LevelsUser.about(project, "action", "steal"))
                .isInvalid("action");
        ada.post("/secrets/retrieve", Map.of()).isInvalid("project");
        ada.post("/secrets/retrieve", Map.of("project", project, "environment", "production"))
                .isInvalid("target");
        for (String body : List.of("{", "[]", "1", "{\"project\":1,\"project\":2}", "\u0000")) {
            ada.raw("POST", ada.base() + "/secrets/store", body).isRefused(400, "invalid_request");
        }
        ada.raw("POST", ada.base() + "/secrets/store", "{\"project\":\"" + project + "\",\"content\":7}")
                .isInvalid("content");
        ada.get("/projects?per_page=101").isInvalid("per_page");
        ada.get("/projects?page=0").isInvalid("page");
        ada.get("/projects?sort=size").isInvalid("sort");
    }

    @Test
    void unknownPathsAreVaultEnvsAndWrongMethodsAreTold() {
        assertThat(ada.get("/a/b/c/d/e").is(404).body()).isEqualTo("{\"error\":\"Not found\"}");
        Answer wrong = ada.send("PUT", ada.base() + "/secrets/store", Map.of()).isRefused(405, "method_not_allowed");
        assertThat(wrong.headers().firstValue("Allow")).contains("POST");
        LevelsUser odd = new LevelsUser(ada.server(), ada.organization().substring(1) + "U", ada.token());
        assertThat(odd.get("/projects").is(404).body())
                .as("no organization's id")
                .isEqualTo("{\"error\":\"Not found\"}");
    }

    @Test
    void tokensExpireRotateAndEnd() {
        Map<String, Object> wish = Map.of(
                "name",
                "ci",
                "abilities",
                List.of("project:read"),
                "expires_at",
                clock.instant().plus(Duration.ofHours(1)).toString());
        String list = "/api/v1/organizations/" + ada.organization() + "/api-keys";
        Answer made = ada.send("POST", list, wish).is(201);
        JsonObject shown = made.json().object("token").orElseThrow();
        String id = made.json().object("api_key").orElseThrow().requireText("id");
        LevelsUser ci = ada.with(shown.requireText("token"));
        assertThat(ci.token()).matches("dotenv_" + ada.organization() + "_[A-Za-z0-9]{43}");
        ci.get("/projects").is(200);
        ci.post("/projects", Map.of("name", "no")).isRefused(403, "insufficient_permissions");
        new LevelsUser(ada.server(), ada.organization().toLowerCase(Locale.ROOT), ci.token())
                .get("/projects")
                .is(200);

        Answer rotated = ada.send("POST", list + "/" + id + "/rotate", Map.of()).is(200);
        LevelsUser renewed = ada.with(rotated.data().requireText("token"));
        ci.get("/projects").isRefused(401, "unauthenticated");
        renewed.get("/projects").is(200);
        ahead = ahead.plus(Duration.ofHours(2));
        renewed.get("/projects").isRefused(401, "unauthenticated");
        Map<String, Object> forEver = new HashMap<>();
        forEver.put("expires_at", null);
        ada.send("PUT", list + "/" + id, forEver).is(200);
        renewed.get("/projects").is(200);
        assertThat(ada.send("GET", list + "/" + id, null).is(200).body()).doesNotContain(renewed.token());
        assertThat(ada.send("GET", list, null).is(200).list()).isNotEmpty();
        ada.send("DELETE", list + "/" + id, null).is(204);
        renewed.get("/projects").isRefused(401, "unauthenticated");
        ada.send("POST", list, changed(new HashMap<>(wish), "expires_at", "yesterday"))
                .isInvalid("expires_at");
        ada.send("POST", list, changed(new HashMap<>(wish), "expires_at", "2020-01-01T00:00:00Z"))
                .isInvalid("expires_at");
        ada.send("POST", list, changed(new HashMap<>(wish), "abilities", List.of("secrets:read")))
                .isInvalid("abilities");
        ada.send("POST", list, changed(new HashMap<>(wish), "limits", List.of("a//b")))
                .isInvalid("limits");
    }

    @Test
    void anOrganizationIsAloneAndEndsWithEverything() {
        LevelsUser bob = LevelsUser.owner(ada.server(), "Bob " + store);
        String project = project();
        LevelsUser stranger = new LevelsUser(ada.server(), ada.organization(), bob.token());
        stranger.get("/" + project).isRefused(404, "not_found");
        bob.get("/" + project).isRefused(404, "not_found");
        Answer user = bob.send("GET", "/api/v1/user", null).is(200);
        assertThat(user.body()).contains(bob.organization());
        assertThat(bob.send("GET", "/api/v1/organizations", null).is(200).list())
                .hasSize(1);
        String path = "/api/v1/organizations/" + bob.organization();
        bob.send("PATCH", path, Map.of("slug", "acme")).isRefused(409, "already_exists");
        assertThat(bob.send("PUT", path, Map.of("name", "Bobs"))
                        .is(200)
                        .attributes()
                        .requireText("name"))
                .isEqualTo("Bobs");
        bob.send("POST", "/api/v1/organizations", Map.of("name", "Acme")).isRefused(409, "already_exists");
        bob.send("DELETE", path, null).is(204);
        bob.send("GET", "/api/v1/organization", null).isRefused(401, "unauthenticated");
    }
}
