package io.envdrift.server.levels;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.json.JsonObject;
import io.envdrift.server.EnvSyncServers.Store;
import io.envdrift.server.levels.LevelsUser.Answer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The part of {@link LevelsContract} about levels that the server merges. */
abstract class LevelsMergeContract extends LevelsKeysContract {
    LevelsMergeContract(Store store) {
        super(store);
    }

    @ParameterizedTest
    @CsvSource({
        "?merge=true, 422, invalid_parameter_combination",
        "?merge=both, 422, invalid_parameter_combination",
        "?merge=true&decrypt=true, 400, client_managed_encryption",
        "?merge=perhaps, 422, ''",
        "?decrypt=perhaps, 422, ''",
        "?raw=perhaps, 422, ''"
    })
    void theServerDoesNotMergeBlobs(String query, int status, String word) {
        Answer answer = ada.get("/" + project() + "/secrets" + query);
        if (word.isEmpty()) {
            answer.isInvalid(query.substring(1, query.indexOf('=')));
        } else {
            answer.isRefused(status, word);
        }
    }

    @Test
    void aServerThatHasTheKeyMergesAndResolvesInMemory() {
        String project = serverManaged();
        String path = project + "/backend/production";
        ada.store(project, KEY.serverBlob("HOST=shared\nURL=https://${HOST}/\nONLY=1\n"))
                .is(200);
        ada.store(project + "/backend", KEY.serverBlob("# envdrift-level: " + project + "/backend\nHOST=\nPORT=1\n"))
                .is(200);
        ada.store(path, KEY.serverBlob("HOST=production\nPASSWORD='p$HOST ${HOME}'\n"))
                .is(200);

        Answer merged = ada.get("/" + path + "/secrets?decrypt=true&merge=true").is(200);
        assertThat(texts(merged, "merged"))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "HOST", "production",
                        "URL", "https://production/",
                        "ONLY", "1",
                        "PORT", "1",
                        "PASSWORD", "p$HOST ${HOME}"));
        assertThat(texts(merged, "sources"))
                .containsEntry("HOST", path)
                .containsEntry("PORT", project + "/backend")
                .containsEntry("URL", project);
        assertThat(merged.body()).contains("\"merged\":\"true\"").contains("\"levels\":{}");
        assertThat(merged.headers().firstValue("ETag")).isEmpty();
        assertThat(merged.headers().firstValue("Cache-Control")).contains("no-store");

        Answer both =
                ada.get("/" + path + "/secrets?decrypt=1&merge=both&raw=1").is(200);
        assertThat(texts(both, "merged")).containsEntry("URL", "https://${HOST}/");
        assertThat(both.level("project").requireText("content")).contains("HOST=shared");

        Map<String, Object> filters = Map.of("names", List.of("HOST", "PORT"), "search", "ho", "tags", List.of());
        Answer filtered = ada.post(
                        "/secrets/retrieve",
                        LevelsUser.about(path, "action", "decrypt", "merge", true, "filters", filters))
                .is(200);
        assertThat(texts(filtered, "merged")).isEqualTo(Map.of("HOST", "production"));
        ada.tokenWith(List.of("secret:read"))
                .get("/" + path + "/secrets?decrypt=true&merge=true")
                .isRefused(403, "insufficient_permissions");
    }

    private static Map<String, String> texts(Answer answer, String name) {
        JsonObject json = answer.attributes().object(name).orElseThrow();
        Map<String, String> texts = new HashMap<>();
        json.names().forEach(each -> texts.put(each, json.requireText(each)));
        return texts;
    }

    @Test
    void W9_W16_whatTheServerCannotMergeIsRefusedAndNamed() {
        String project = serverManaged();
        String read = "/" + project + "/backend/secrets?decrypt=true&merge=true";
        ada.store(project, KEY.serverBlob("SECRET=c4n4ry\nA=${B}\nB=${A}\nC=${NOPE:?see $SECRET}\n"))
                .is(200);
        Answer unresolved = ada.get(read).isRefused(422, "references_not_resolved");
        assertThat(unresolved.body())
                .contains("circular reference", "NOPE is required: see $SECRET")
                .doesNotContain("c4n4ry");
        assertThat(texts(ada.get(read + "&raw=true").is(200), "merged")).containsEntry("A", "${B}");

        ada.store(project + "/backend", KEY.serverBlob("A=1\nno assignment c4n4ry\n"))
                .is(200);
        assertThat(ada.get(read).isRefused(422, "level_not_readable").body())
                .contains("level '" + project + "/backend'", "line 2")
                .doesNotContain("c4n4ry");
        ada.store(project + "/backend", KEY.serverBlob("# envdrift-level: " + project + "/other\nA=1\n"))
                .is(200);
        assertThat(ada.get(read).isRefused(422, "level_not_readable").body())
                .contains("it was written for another level");
        ada.get("/" + project + "/backend/secrets?decrypt=true").is(200);
    }
}
