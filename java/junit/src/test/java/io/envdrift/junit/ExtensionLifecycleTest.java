package io.envdrift.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.envdrift.api.EnvValues;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Test classes of other people, run by JUnit itself: who shares a project, when it is deleted, and how failures read. */
class ExtensionLifecycleTest {
    private static final String FILE = "src/test/resources/app.env";
    private static final Set<Path> SEEN = ConcurrentHashMap.newKeySet();

    @Test
    void everyPlaceWithParametersIsGivenWhatItAsksFor() {
        SEEN.clear();
        assertThat(failures(run(PerMethod.class))).isEmpty();
        assertThat(SEEN)
                .as("a project for each test")
                .hasSize(5)
                .allSatisfy(each -> assertThat(each).doesNotExist());
    }

    @Test
    void aClassWithOneInstanceMayShareItsProject() {
        SEEN.clear();
        assertThat(failures(run(PerClass.class))).isEmpty();
        assertThat(SEEN)
                .as("one project")
                .hasSize(1)
                .allSatisfy(each -> assertThat(each).doesNotExist());
    }

    @ParameterizedTest
    @CsvSource({
        "missing, 'File not found: ', [ED-102]",
        "text, '@EnvdriftValues gives EnvValues or Map<String, String>, not java.lang.String', ''",
        "numbers, 'not java.util.Map<java.lang.String, java.lang.Integer>', ''"
    })
    void aFailureIsOneLine(String method, String message, String hint) {
        EngineExecutionResults results = EngineTestKit.engine("junit-jupiter")
                .selectors(selectMethod(Wrong.class.getName() + "#" + method + "("
                        + (method.equals("missing")
                                ? EnvValues.class.getName()
                                : method.equals("text") ? "java.lang.String" : "java.util.Map")
                        + ")"))
                .execute();
        assertThat(failures(results)).singleElement().satisfies(failure -> {
            assertThat(failure).isInstanceOf(ParameterResolutionException.class).hasMessageContainingAll(message, hint);
            assertThat(failure.getMessage()).doesNotContain("\n");
        });
    }

    private static List<Throwable> failures(EngineExecutionResults results) {
        return results.allEvents().finished().stream()
                .map(event ->
                        event.getRequiredPayload(TestExecutionResult.class).getThrowable())
                .flatMap(Optional::stream)
                .toList();
    }

    private static EngineExecutionResults run(Class<?> tests) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
                .execute();
    }

    @ExtendWith(EnvdriftExtension.class)
    static class PerMethod {
        private final EnvdriftProject constructed;
        private final EnvValues values;

        PerMethod(EnvdriftProject constructed, @EnvdriftValues(FILE) EnvValues values) {
            this.constructed = constructed;
            this.values = values;
        }

        @BeforeEach
        void encrypted(EnvdriftProject project) {
            assertThat(SEEN.add(project.directory())).isTrue();
            project.encrypted(".env.production", "API_KEY=" + project.directory() + "\n");
        }

        @RepeatedTest(3)
        void all(EnvdriftProject project, @EnvdriftValues(FILE) Map<String, String> map) {
            assertThat(project).isSameAs(constructed);
            assertThat(project.values(".env.production").get("API_KEY"))
                    .hasValue(project.directory().toString());
            assertThat(values.toMap()).isEqualTo(map);
        }

        @AfterEach
        void stillThere(EnvdriftProject project) {
            assertThat(project.directory()).exists();
        }

        @Nested
        class Within {
            @RepeatedTest(2)
            void sees(EnvdriftProject project) {
                assertThat(project).isSameAs(constructed);
                assertThat(project.values(".env.production").names()).contains("API_KEY");
            }
        }
    }

    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    @ExtendWith(EnvdriftExtension.class)
    static class PerClass {
        private final EnvdriftProject constructed;

        PerClass(EnvdriftProject constructed) {
            this.constructed = constructed;
        }

        @BeforeAll
        void once(EnvdriftProject project) {
            project.encrypted(".env.production", "API_KEY=s3cret\n");
        }

        @RepeatedTest(2)
        void shares(EnvdriftProject project) {
            SEEN.add(project.directory());
            assertThat(project).isSameAs(constructed);
            assertThat(project.values(".env.production").get("API_KEY")).hasValue("s3cret");
        }

        @Nested
        class Within {
            @Test
            void sharesToo(EnvdriftProject project) {
                SEEN.add(project.directory());
                assertThat(project).isSameAs(constructed);
            }
        }
    }

    static class Wrong {
        @Test
        void missing(@EnvdriftValues("src/test/resources/.env.none") EnvValues values) {
            throw new AssertionError(values.toString());
        }

        @Test
        void text(@EnvdriftValues(FILE) String text) {
            throw new AssertionError(text);
        }

        @Test
        void numbers(@EnvdriftValues(FILE) Map<String, Integer> numbers) {
            throw new AssertionError(numbers.toString());
        }
    }
}
