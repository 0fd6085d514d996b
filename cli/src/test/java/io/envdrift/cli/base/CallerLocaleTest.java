package io.envdrift.cli.base;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.process.ChildEnvironment;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A child sees the locale that envdrift was called in, not the one that the launcher gives Java. */
class CallerLocaleTest {
    private static final ChildEnvironment CHILD = new ChildEnvironment(Map.of("A", "1"), Set.of("KEY"));

    @Test
    void noLocaleStaysNoLocale() {
        Map<String, String> environment =
                CallerLocale.in(Map.of("LC_ALL", "C.UTF-8", CallerLocale.VARIABLE, "", "HOME", "/h"));

        assertThat(environment).doesNotContainKey("LC_ALL").containsEntry("HOME", "/h");
        assertThat(CallerLocale.restoredIn(CHILD, environment))
                .isEqualTo(new ChildEnvironment(Map.of("A", "1"), Set.of("KEY", "LC_ALL", CallerLocale.VARIABLE)));
    }

    @Test
    void aLocaleIsGivenBackUnlessAFileSetsAnother() {
        Map<String, String> environment = CallerLocale.in(Map.of("LC_ALL", "C.UTF-8", CallerLocale.VARIABLE, "POSIX"));

        assertThat(CallerLocale.restoredIn(CHILD, environment).set()).containsEntry("LC_ALL", "POSIX");
        ChildEnvironment own = new ChildEnvironment(Map.of("LC_ALL", "de_DE"), Set.of());
        assertThat(CallerLocale.restoredIn(own, environment).set()).containsEntry("LC_ALL", "de_DE");
    }

    @Test
    void withoutTheLauncherNothingChanges() {
        Map<String, String> environment = Map.of("LC_ALL", "de_DE.UTF-8");

        assertThat(CallerLocale.in(environment)).isSameAs(environment);
        assertThat(CallerLocale.restoredIn(CHILD, environment)).isSameAs(CHILD);
    }
}
