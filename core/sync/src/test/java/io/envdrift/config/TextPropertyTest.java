package io.envdrift.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.base.EnvdriftException;
import io.envdrift.config.PairFile.Pair;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;

/** Properties of the two text readers that are written by hand: pair.txt and the measure behind suggestions. */
class TextPropertyTest {
    private static final Path FILE = Path.of("pair.txt");

    @Property
    void whatIsWrittenAsPairsIsReadBack(@ForAll("pairs") List<Pair> pairs, @ForAll("noise") String noise) {
        String text = pairs.stream()
                .map(pair -> noise + "\n" + "  " + pair.left() + " =\t" + pair.folder() + " ")
                .collect(Collectors.joining("\n"));

        assertThat(PairFile.parse(FILE, text))
                .isEqualTo(IntStream.range(0, pairs.size())
                        .mapToObj(i -> new Pair(
                                2 * i + 2, pairs.get(i).left(), pairs.get(i).folder()))
                        .toList());
    }

    @Property
    void anyTextIsReadOrRefusedWithOneLine(@ForAll String text) {
        try {
            assertThat(PairFile.parse(FILE, text)).allSatisfy(pair -> {
                assertThat(pair.left())
                        .isNotBlank()
                        .doesNotContain("=")
                        .isEqualTo(pair.left().strip());
                assertThat(pair.folder()).isNotBlank().isEqualTo(pair.folder().strip());
            });
        } catch (EnvdriftException e) {
            assertThat(e.getMessage()).startsWith("Invalid config file: ").doesNotContain("\n");
        }
    }

    @Property
    void similarityLiesBetweenNothingAndEverything(
            @ForAll @StringLength(max = 30) String left, @ForAll @StringLength(max = 30) String right) {
        double similarity = Suggestions.similarity(left, right);

        assertThat(similarity).isBetween(0.0, 1.0);
        assertThat(similarity == 1).isEqualTo(left.equals(right));
        assertThat(Suggestions.similarity(left, left)).isEqualTo(1);
    }

    /** A longest common subsequence is at least as long as any choice of common pieces in order. */
    @Property
    void similarityIsNotGreaterThanTheLongestCommonSubsequenceAllows(
            @ForAll("fewLetters") String left, @ForAll("fewLetters") String right) {
        int sum = left.length() + right.length();

        assertThat(Suggestions.similarity(left, right))
                .isLessThanOrEqualTo(sum == 0 ? 1 : 2.0 * commonSubsequence(left, right) / sum);
    }

    @Property
    void oneWrongLetterInANameOfFiveIsForgiven(@ForAll("names") String name, @ForAll("names") String letters) {
        int place = Math.abs(letters.hashCode() % name.length());
        String typo = name.substring(0, place) + "#" + name.substring(place + 1);

        assertThat(Suggestions.closest(typo, List.of(name))).contains(name);
    }

    @Provide
    Arbitrary<List<Pair>> pairs() {
        Arbitrary<String> folder = Arbitraries.strings().withChars("abc=#/ .é").ofMinLength(1);
        Arbitrary<String> left = Arbitraries.strings().withChars("abc/# .é").ofMinLength(1);
        return Combinators.combine(
                        left.filter(text -> text.equals(text.strip()) && !text.startsWith("#")),
                        folder.filter(text -> text.equals(text.strip())))
                .as((secret, path) -> new Pair(0, secret, path))
                .list()
                .ofMaxSize(10);
    }

    @Provide
    Arbitrary<String> noise() {
        return Arbitraries.of("", "   ", "# a=b", "\t#", "#=");
    }

    @Provide
    Arbitrary<String> fewLetters() {
        return Arbitraries.strings().withChars("abc").ofMaxLength(12);
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings().withCharRange('a', 'z').ofMinLength(5).ofMaxLength(12);
    }

    private static int commonSubsequence(String left, String right) {
        int[][] length = new int[left.length() + 1][right.length() + 1];
        for (int i = 1; i <= left.length(); i++) {
            for (int j = 1; j <= right.length(); j++) {
                length[i][j] = left.charAt(i - 1) == right.charAt(j - 1)
                        ? length[i - 1][j - 1] + 1
                        : Math.max(length[i - 1][j], length[i][j - 1]);
            }
        }
        return length[left.length()][right.length()];
    }
}
