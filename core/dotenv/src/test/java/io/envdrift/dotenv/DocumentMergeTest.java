package io.envdrift.dotenv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Two versions of a document come together, variable by variable. */
class DocumentMergeTest {
    private static final DocumentMerge.Labels LABELS = new DocumentMerge.Labels("ours", "theirs");
    private static final List<String> NAMES = List.of("A", "B", "C", "D", "E");

    @Example
    void whatOneSideChangedAddedOrRemovedIsTakenAndOrderAndCommentsAreOurs() {
        DocumentMerge.Merged merged = merge(
                "# head\nA=1\n# of b\nB=2\nC=3\n",
                "# head\nA=1 # ours\n# of b\nB=2\nMINE='m'\nC=3\n",
                "# head\nA=10\n# new\nNEW=n # why\n# of b\nB=2\n# end\n");
        assertThat(merged.conflicts()).isEmpty();
        assertThat(merged.document().text())
                .isEqualTo("# head\nA=10 # ours\n# new\nNEW=n # why\n# of b\nB=2\nMINE='m'\n# end\n");
    }

    @Example
    void aVariableThatBothChangedDifferentlyIsTheOnlyConflict() {
        DocumentMerge.Merged merged = merge("A=1\nB=2\nC=3\n", "A=x\nB=2\nC=30\n", "A=y\nB=20\nC=30\n");
        assertThat(merged.conflicts()).containsExactly("A");
        assertThat(merged.document().text()).isEqualTo("<<<<<<< ours\nA=x\n=======\nA=y\n>>>>>>> theirs\nB=20\nC=30\n");
    }

    @Example
    void aChangeMeetsARemoval() {
        assertThat(merge("A=1\nB=2\n", "B=2\n", "A=9\nB=2\n").document().text())
                .isEqualTo("<<<<<<< ours\n=======\nA=9\n>>>>>>> theirs\nB=2\n");
        assertThat(merge("A=1\nB=2\n", "A=9\nB=2\n", "B=2\n").document().text())
                .isEqualTo("<<<<<<< ours\nA=9\n=======\n>>>>>>> theirs\nB=2\n");
    }

    @Example
    void aMissingLastLineEndAndLineEndsOfWindowsJoinNoTwoLines() {
        assertThat(merge("A=1", "A=1\nMINE=2", "A=1\nYOURS=3").document().text())
                .isEqualTo("A=1\nYOURS=3\nMINE=2");
        assertThat(merge("A=1\r\n", "A=1\r\n", "A=1\nB=2\n").document().text()).isEqualTo("A=1\r\nB=2\r\n");
        assertThat(merge("\ufeffA=1\n", "\ufeffA=1\n", "\ufeffN=0\nA=1\n")
                        .document()
                        .text())
                .isEqualTo("\ufeffN=0\nA=1\n");
    }

    @Example
    void severalLinesOfANameAreToldApartByTheirOrder() {
        assertThat(merge("A=1\nA=2\n", "A=1\nA=3\n", "A=0\nA=2\n").document().text())
                .isEqualTo("A=0\nA=3\n");
    }

    @Example
    void aQuoteThatIsNeverClosedIsNoGroundToMergeOn() {
        Optional<DocumentMerge.Merged> merged =
                DocumentMerge.merge(side("A=1\n"), side("A=1\nB='x\n"), side("A=1\nC='\n"), LABELS);
        merged.ifPresent(result -> assertThat(result.document().assignments())
                .extracting(Assignment::name)
                .containsExactlyInAnyOrder("A", "B", "C"));
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void theOrderOfTheSidesDecidesNoValueAndNoValueIsInvented(
            @ForAll("documents") Map<String, String> base,
            @ForAll("documents") Map<String, String> one,
            @ForAll("documents") Map<String, String> other) {
        DocumentMerge.Merged forth = merge(text(base), text(one), text(other));
        DocumentMerge.Merged back = merge(text(base), text(other), text(one));
        assertThat(forth.conflicts()).containsExactlyInAnyOrderElementsOf(back.conflicts());
        assertThat(settled(forth)).isEqualTo(settled(back));
        Set<String> known = new HashSet<>(lines(text(one)));
        known.addAll(lines(text(other)));
        assertThat(forth.document().assignments())
                .allSatisfy(each -> assertThat(known).contains(each.name() + "=" + each.value()));
        for (String name : NAMES) {
            if (!forth.conflicts().contains(name)) {
                boolean oneChanged = !equal(base, one, name);
                String wanted = oneChanged ? one.get(name) : other.get(name);
                assertThat(settled(forth).get(name)).as(name).isEqualTo(wanted);
            }
        }
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void aSideThatChangedNothingTakesTheOtherAndIsTaken(
            @ForAll("documents") Map<String, String> base, @ForAll("documents") Map<String, String> one) {
        assertThat(merge(text(base), text(one), text(base)).document().text()).isEqualTo(text(one));
        assertThat(merge(text(base), text(one), text(one)).document().text()).isEqualTo(text(one));
        assertThat(settled(merge(text(base), text(base), text(one)))).isEqualTo(one);
    }

    @Provide
    Arbitrary<Map<String, String>> documents() {
        return Arbitraries.maps(Arbitraries.of(NAMES), Arbitraries.of("1", "2", "three", "'4 # x'"))
                .ofMaxSize(NAMES.size())
                .map(LinkedHashMap::new);
    }

    private static boolean equal(Map<String, String> one, Map<String, String> other, String name) {
        return Optional.ofNullable(one.get(name)).equals(Optional.ofNullable(other.get(name)));
    }

    private static Map<String, String> settled(DocumentMerge.Merged merged) {
        Map<String, String> values = new HashMap<>();
        merged.document().assignments().stream()
                .filter(each -> !merged.conflicts().contains(each.name()))
                .forEach(each -> values.put(
                        each.name(), merged.document().text().substring(each.writtenStart(), each.writtenEnd())));
        return values;
    }

    private static Set<String> lines(String text) {
        Set<String> lines = new HashSet<>();
        EnvDocument.parse(text).assignments().forEach(each -> lines.add(each.name() + "=" + each.value()));
        return lines;
    }

    private static String text(Map<String, String> values) {
        StringBuilder text = new StringBuilder();
        values.forEach((name, value) -> text.append("# about ")
                .append(name)
                .append('\n')
                .append(name)
                .append('=')
                .append(value)
                .append('\n'));
        return text.toString();
    }

    private static DocumentMerge.Side side(String text) {
        return DocumentMerge.Side.of(EnvDocument.parse(text));
    }

    private static DocumentMerge.Merged merge(String base, String ours, String theirs) {
        return DocumentMerge.merge(side(base), side(ours), side(theirs), LABELS).orElseThrow();
    }
}
