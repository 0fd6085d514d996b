package io.envdrift.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What runners of CI systems take for a command, and pages for a link: {@code HostileTextTest} has the rest. */
class EscapingTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "::set-output name=a::b",
                "  ::error::forged",
                "\u00a0::error::forged",
                "\u2007\u3000::add-mask::forged"
            })
    void noTextBeginsWithAWorkflowCommand(String text) {
        assertThat(Escaping.text(text)).doesNotContainPattern("^[\\s\\p{Z}]*::").contains("\\u003a:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x ##[add-matcher]file",
                "x ##vso[task.setvariable variable=PATH]evil",
                "##VSO[task.complete result=Succeeded]",
                "##teamcity[setParameter name='env.PATH' value='evil']"
            })
    void noTextHoldsACommandOfAnotherRunner(String text) {
        assertThat(Escaping.text(text)).doesNotContainPattern("##\\w*\\[").contains("\\u005b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: b :: c", "#1 [x]", "a ## b [c]", "üñí 秘密 🔑"})
    void otherTextStaysAsItIs(String text) {
        assertThat(Escaping.text(text)).isEqualTo(text);
    }

    @Test
    void aSummaryMakesNoLinks() {
        Report report = new Report("sync").close(Level.ERROR, "see WWW.evil.example or a.b");

        assertThat(MarkdownSummary.of(report, false)).contains("WWW\\.evil.example or a.b");
    }
}
