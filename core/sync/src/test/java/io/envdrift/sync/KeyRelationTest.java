package io.envdrift.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.base.Secret;
import io.envdrift.dotenvx.KeyList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What two rotation histories are to each other; the newest key is the last. */
class KeyRelationTest {
    @ParameterizedTest(name = "keys file {0}, vault {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
        1     | 1     | SAME
        1,2   | 1,2   | SAME
        a     | A     | SAME
        1,3   | 2,3   | SAME
        2,1,3 | 1,2,3 | SAME
        1,2   | 2     | TRIMMED
        1,2,3 | 2,3   | TRIMMED
        2     | 1,2   | HISTORY
        3     | 1,2,3 | HISTORY
        1     | 1,2   | BEHIND
        2     | 1,2,3 | BEHIND
        1,2   | 1,2,3 | BEHIND
        1,2   | 1     | AHEAD
        1,2,3 | 1,2   | AHEAD
        1,2,3 | 2     | AHEAD
        1     | 2     | DRIFT
        1,2   | 1,3   | DRIFT
        1,2   | 2,1   | DRIFT
        1,3   | 1,2   | DRIFT
        2     | 2,3,1,2,4 | BEHIND
        ''    | 1     | DRIFT
        1     | ''    | DRIFT
        ''    | ''    | SAME
        x     | 1     | DRIFT
        """)
    void twoHistoriesHaveOneRelation(String local, String vault, KeyRelation expected) {
        assertThat(KeyRelation.of(list(local), list(vault))).isEqualTo(expected);
    }

    @Test
    void whatIsTakenWithoutAQuestionLosesNoKeyAndNeverTheNewestOfBoth() {
        Random random = new Random(12);
        for (int i = 0; i < 5_000; i++) {
            KeyList local = some(random);
            KeyList vault = some(random);
            KeyRelation relation = KeyRelation.of(local, vault);
            if (relation.takesVault()) {
                assertThat(new HashSet<>(vault.tokens())).containsAll(local.tokens());
            }
            if (relation.isInSync() && !local.tokens().isEmpty()) {
                assertThat(local.tokens().getLast()).isEqualTo(vault.tokens().getLast());
            }
            KeyRelation reverse = KeyRelation.of(vault, local);
            assertThat(reverse)
                    .isEqualTo(
                            switch (relation) {
                                case BEHIND -> KeyRelation.AHEAD;
                                case AHEAD -> KeyRelation.BEHIND;
                                case HISTORY -> KeyRelation.TRIMMED;
                                case TRIMMED -> KeyRelation.HISTORY;
                                case SAME, DRIFT -> relation;
                            });
        }
    }

    private static KeyList some(Random random) {
        List<String> keys = new ArrayList<>(List.of("1", "2", "3", "4"));
        Collections.shuffle(keys, random);
        return list(String.join(",", keys.subList(0, random.nextInt(4))));
    }

    private static KeyList list(String keys) {
        return new KeyList(KeyList.parse(keys).tokens().stream()
                .map(token -> token.reveal().equals("x")
                        ? token
                        : Secret.of(token.reveal().repeat(64)))
                .toList());
    }
}
