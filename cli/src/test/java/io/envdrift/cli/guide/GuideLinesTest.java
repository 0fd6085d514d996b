package io.envdrift.cli.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every call of envdrift in the two guides works as written, with the result that the guide describes. Azure and Google are
 * vaults in memory at the guides' addresses; AWS and HashiCorp Vault are the real clients against services on loopback.
 */
class GuideLinesTest {
    /** Which scenario each call belongs to, by the line that it starts in. */
    private static final Map<Guide, Map<Integer, Scenario>> SCENARIOS =
            Map.of(Guide.NEW, table("""
                17 ONBOARD           18 SYNC_ONE           24 VERIFY_VAULT       31 REPAIR_KEY
                32 REPAIR_FILE       38 ONBOARD            41 VERIFY_VAULT       50 ONBOARD
                54 SYNC_FORCED       59 ENCRYPT_CHANGES    62 REPAIR_KEY         63 REPAIR_FILE
                78 SYNC_ARCHITECTURE 167 SYNC_QUICK_START  170 SYNC_QUICK_START  210 SYNC_QUICK_START
                258 SYNC_AWS         291 SYNC_HASHICORP    314 SYNC_GCP          380 PULL_EPHEMERAL
                422 PULL_PROFILE_LOCAL                     425 PULL_PROFILE_PROD
                474 CI_SYNC          477 CI_DECRYPT        511 CI_GATE
                519 CI_SYNC          520 CI_DECRYPT        563 ONBOARD           572 SYNC_ONE
                575 DECRYPT_DEVELOPMENT                    587 TEAM_SYNCS        642 COMPARE_ONLY
                """), Guide.OLD, table("""
                    13 SYNC_ONE          20 VERIFY_VAULT       28 REPAIR_KEY         29 REPAIR_FILE
                    35 SYNC_ONE          39 VERIFY_VAULT       49 SYNC_FORCED        51 SYNC_FORCED
                    59 ENCRYPT_CHANGES   64 REPAIR_KEY         65 REPAIR_FILE        81 SYNC_ARCHITECTURE
                    172 SYNC_QUICK_START_OLD                   175 SYNC_QUICK_START_OLD
                    225 SYNC_QUICK_START_OLD                   282 SYNC_AWS          323 SYNC_HASHICORP
                    400 CI_SYNC          403 CI_DECRYPT        439 CI_GATE
                    449 CI_SYNC          450 CI_DECRYPT        515 SYNC_ONE
                    521 DECRYPT_DEVELOPMENT                    544 TEAM_SYNCS        609 COMPARE_ONLY
                    """));

    @TempDir
    Path root;

    private static Map<Integer, Scenario> table(String text) {
        List<String> words = Arrays.asList(text.strip().split("\\s+"));
        Map<Integer, Scenario> table = new TreeMap<>();
        for (int i = 0; i < words.size(); i += 2) {
            table.put(Integer.valueOf(words.get(i)), Scenario.valueOf(words.get(i + 1)));
        }
        return table;
    }

    static Stream<Guide.Line> calls() {
        return Stream.of(Guide.values()).flatMap(guide -> guide.calls().stream());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    void theLineDoesWhatTheGuideSays(Guide.Line line) throws Exception {
        String[] words = line.words();
        Scenario scenario = Objects.requireNonNull(
                Objects.requireNonNull(SCENARIOS.get(line.guide())).get(line.number()), "no scenario");
        try (GuideProject project = new GuideProject(root)) {
            scenario.play(project, words);
        }
    }

    @Test
    void noCallAndNoScenarioIsForgotten() {
        assertThat(calls()).hasSize(58);
        SCENARIOS.forEach((guide, table) -> assertThat(
                        guide.calls().stream().map(Guide.Line::number).toList())
                .containsExactlyElementsOf(table.keySet()));
        Set<Scenario> played = SCENARIOS.values().stream()
                .flatMap(table -> table.values().stream())
                .collect(Collectors.toSet());
        assertThat(played).isEqualTo(EnumSet.allOf(Scenario.class));
    }
}
