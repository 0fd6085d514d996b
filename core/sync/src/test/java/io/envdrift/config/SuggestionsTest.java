package io.envdrift.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionsTest {

    @ParameterizedTest
    @CsvSource({
        "azur,azure",
        "Azure,azure",
        "AZURE,azure",
        "awz,aws",
        "hashicrop,hashicorp",
        "hashi_corp,hashicorp",
        "gpc,gcp",
    })
    void aTypoLeadsToTheProviderThatWasMeant(String typo, String meant) {
        assertThat(Suggestions.closest(typo, Providers.ALL.names())).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"vault", "x", "''", "zzzz", "keepass"})
    void somethingElseLeadsToNothing(String other) {
        assertThat(Suggestions.closest(other, Providers.ALL.names())).isEmpty();
    }

    /** Values of Python's difflib.SequenceMatcher(None, left, right).ratio(). */
    @ParameterizedTest
    @CsvSource({
        "folder_path,folder_pth,0.952380952",
        "abcd,bcde,0.75",
        "tide,diet,0.25",
        "diet,tide,0.5",
        "ephemeral_key,ephemeral_keys,0.962962963",
        "gestalt pattern matching,gestalt practice,0.6",
        "abxcd,abcd,0.888888889",
        "qabxcd,abycdf,0.666666667",
        "max_worker,env_keys_filename,0.222222222",
        "aabbaa,abaaba,0.666666667",
    })
    void theSimilarityIsThatOfTheOriginalTool(String left, String right, double similarity) {
        assertThat(Suggestions.similarity(left, right)).isCloseTo(similarity, Offset.offset(1e-9));
    }

    @Test
    void theMostSimilarCandidateWinsAndTheFirstOfEquals() {
        assertThat(Suggestions.closest("prod", List.of("prod-eu", "produ", "staging")))
                .contains("produ");
        assertThat(Suggestions.closest("proda", List.of("prodb", "prodc"))).contains("prodb");
    }

    @Test
    void endlessNamesAreNotCompared() {
        assertThat(Suggestions.closest("a".repeat(1_000_000), List.of("a".repeat(1_000_000))))
                .isEqualTo(Optional.empty());
    }
}
