package io.envdrift.spring;

import static io.envdrift.spring.Scene.KEY;
import static io.envdrift.spring.Scene.OTHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.sources.Source;
import io.envdrift.sources.SourceContext;
import io.envdrift.sources.SourceLocation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.env.EnvironmentEndpoint;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;

/** A Spring application that imports an env file: what it is given, what it is told, and what nobody is shown. */
class ImportTest {
    private static final String NAME = "DOTENV_PRIVATE_KEY_PRODUCTION";
    private static final String TEXT =
            "SPRING_DATASOURCE_URL=db:s3cret\nPOOL_SIZE=many\nGREETING=\"hi ${POOL_SIZE}\"\n";

    @TempDir
    private Path root;

    @ParameterizedTest
    @ValueSource(strings = {"keys file", "vault"})
    void theApplicationIsGivenTheDecryptedValues(String place) {
        Scene scene = production();
        if (place.equals("vault")) {
            scene.vault();
        } else {
            scene.keysFile(NAME, KEY);
        }
        try (ConfigurableApplicationContext context = scene.start("envdrift:.env.production")) {
            ConfigurableEnvironment environment = context.getEnvironment();
            assertThat(environment.getProperty("spring.datasource.url")).isEqualTo("db:s3cret");
            assertThat(environment.getProperty("SPRING_DATASOURCE_URL")).isEqualTo("db:s3cret");
            assertThat(environment.getProperty("greeting")).isEqualTo("hi many");
            assertThat(Binder.get(environment)
                            .bind("spring.datasource", Bindable.mapOf(String.class, String.class))
                            .get())
                    .isEqualTo(Map.of("url", "db:s3cret"));
        }
    }

    @Test
    void theKeyOfTheProcessEnvironmentOpensAFile() {
        production();
        SourceContext machine =
                new SourceContext(Map.of(NAME, KEY.secret().reveal()), root, Duration.ofSeconds(9), unused -> {});
        Source file = SourceLocation.parse(".env.production")
                .sources(root, List.of(), machine)
                .getFirst();
        EnvdriftPropertySource source = new EnvdriftPropertySource(file, file.read());
        assertThat(source.getProperty("POOL_SIZE")).isEqualTo("many");
    }

    /** Without a {@code VAULT_KEY} a project's .env file is read, as before it moved to the vault. */
    @ParameterizedTest
    @CsvSource({"envdrift:vault-env:, plain", "optional:envdrift:vault-env:eu, plain"})
    void otherSourcesAreImportedToo(String location, String greeting) {
        Scene scene = production().vault().write(".env", "GREETING=plain\n");
        try (ConfigurableApplicationContext context = scene.start(location)) {
            assertThat(context.getEnvironment().getProperty("GREETING")).isEqualTo(greeting);
        }
    }

    @Test
    void aBadValueNamesFileAndLineAndTheOthersStayUnseen() {
        Scene scene = production().keysFile(NAME, KEY);
        try (ConfigurableApplicationContext context = scene.start("envdrift:.env.production")) {
            Binder binder = Binder.get(context.getEnvironment());
            assertThatThrownBy(() -> binder.bind("pool.size", Integer.class))
                    .satisfies(e -> assertThat(e.toString() + e.getCause()).doesNotContain("s3cret"))
                    .extracting("property.origin")
                    .asString()
                    .contains(".env.production");
            PropertySource<?> source = ours(context);
            String line = "- " + lineOf("POOL_SIZE") + ":1";
            assertThat(OriginLookup.getOrigin(source, "POOL_SIZE")).asString().contains(".env.production", line);
            assertThat(OriginLookup.getOrigin(source, "pool.size")).asString().contains(line);
            assertThat(source.toString()).contains("POOL_SIZE").doesNotContain("many", "s3cret");
        }
    }

    @Test
    void actuatorShowsNoValueOfOurs() {
        Scene scene = production().keysFile(NAME, KEY);
        try (ConfigurableApplicationContext context = scene.start("envdrift:.env.production")) {
            SanitizingFunction function = context.getBean(SanitizingFunction.class);
            assertThat(function.apply(new SanitizableData(ours(context), "GREETING", "hi many"))
                            .getValue())
                    .isEqualTo(SanitizableData.SANITIZED_VALUE);
            PropertySource<?> other =
                    context.getEnvironment().getPropertySources().get("systemProperties");
            assertThat(function.apply(new SanitizableData(other, "java.version", "25"))
                            .getValue())
                    .isEqualTo("25");
        }
    }

    /** Also where a placeholder of another source holds one, and with everything shown. */
    @Test
    void theEndpointsOfActuatorShowNoValueOfOurs() {
        Scene scene = production().keysFile(NAME, KEY);
        try (ConfigurableApplicationContext context = scene.start(
                "envdrift:.env.production",
                "--app.url=jdbc:${SPRING_DATASOURCE_URL}?x",
                "--app.nested=${app.url}",
                "--app.plain=shown",
                "--app.other=${app.plain}!")) {
            EnvironmentEndpoint endpoint = new EnvironmentEndpoint(
                    context.getEnvironment(), List.of(context.getBean(SanitizingFunction.class)), Show.ALWAYS);
            Map<String, Object> shown = new TreeMap<>();
            endpoint.environment(null)
                    .getPropertySources()
                    .forEach(source ->
                            source.getProperties().forEach((name, value) -> shown.put(name, value.getValue())));
            assertThat(shown)
                    .containsEntry("SPRING_DATASOURCE_URL", "******")
                    .containsEntry("app.url", "******")
                    .containsEntry("app.nested", "******")
                    .containsEntry("app.plain", "shown")
                    .containsEntry("app.other", "shown!");
            assertThat(shown.toString()).doesNotContain("s3cret");
        }
    }

    /** References of the file were expanded already: what looks like a placeholder of Spring's is text. */
    @Test
    void aValueArrivesAsItIs() {
        List<String> values = List.of(
                "pa$$w",
                "${x}",
                "a${x:-b}$y",
                "${GREETING}",
                "\\${x}",
                "\\\\${x}",
                "x\\y",
                "$",
                "$$",
                "a$",
                "a,b",
                "a#b",
                "\\",
                "${",
                "$${x}",
                "${a${b}}",
                "${x}${",
                "}",
                "\\$y");
        StringBuilder text = new StringBuilder("GREETING=hi\n");
        values.forEach(value -> text.append("ODD_V" + values.indexOf(value) + "='" + value + "'\n"));
        Scene scene = new Scene(root).write(".env.odd", text.toString());
        try (ConfigurableApplicationContext context = scene.start("envdrift:.env.odd")) {
            ConfigurableEnvironment environment = context.getEnvironment();
            Map<String, String> bound = Binder.get(environment)
                    .bind("odd", Bindable.mapOf(String.class, String.class))
                    .get();
            for (String value : values) {
                String name = "V" + values.indexOf(value);
                assertThat(environment.getProperty("ODD_" + name)).isEqualTo(value);
                assertThat(bound).containsEntry(name.toLowerCase(Locale.ROOT), value);
                assertThat(context.getBeanFactory()
                                .resolveEmbeddedValue("<${odd." + name.toLowerCase(Locale.ROOT) + "}>"))
                        .isEqualTo("<" + value + ">");
            }
        }
    }

    /** Later profiles win, one without a file is passed over, and without a profile it is the plain file. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"production,metrics | hi many", "production,eu | from eu", " | plain"})
    void profilesAreEnvironments(String profiles, String greeting) {
        Scene scene = production()
                .keysFile(NAME, KEY)
                .write(".env.eu", "GREETING=from eu\n")
                .write(".env", "GREETING=plain\n");
        String active = profiles == null ? "" : profiles;
        try (ConfigurableApplicationContext context = scene.start("envdrift:", "--spring.profiles.active=" + active)) {
            assertThat(context.getEnvironment().getProperty("GREETING")).isEqualTo(greeting);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"optional:envdrift:.env.production", "optional:envdrift:"})
    void anOptionalFileMayBeMissing(String location) {
        try (ConfigurableApplicationContext context = new Scene(root).start(location)) {
            assertThat(context.getEnvironment().getProperty("GREETING")).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "no key, envdrift:.env.production, could not decrypt SPRING_DATASOURCE_URL, envdrift sync",
        "wrong key, envdrift:.env.production, no private key at hand opens it, envdrift sync",
        "wrong key, optional:envdrift:.env.production, no private key at hand opens it, envdrift sync",
        "no vault, envdrift:.env.production, team.vault, ''",
        "no file, envdrift:.env.staging, File not found, there is .env.production",
        "no file, envdrift:, No env file for the active profiles, add one",
        "no mapping, envdrift:mapping:no-such, No mapping has the secret 'no-such', name the env file",
        "no branch, envdrift:envsync:project-123, does not say which envsync is meant, envsync:PROJECT/BRANCH",
        "no token, envdrift:levels:acme/backend/production, DOTENV_API_KEY, token of the organization",
        "no token, envdrift:envsync:project-123/main, ENVSYNC_TOKEN, set it to the token",
        "no server, envdrift:vault-env:production, connection refused, reach the server"
    })
    void whatIsWrongIsOneClearLineWithAHint(String wrong, String location, String message, String hint) {
        Scene scene = production();
        switch (wrong) {
            case "wrong key" -> scene.keysFile(NAME, OTHER);
            case "no vault" -> {
                scene.vault();
                assertThat(root.resolve("team.vault").toFile().delete()).isTrue();
            }
            case "no server" -> scene.write(".env", "VAULT_KEY=vk_3f2b8c1e-9d4a_" + "ab".repeat(32) + "\n");
            default -> assertThat(wrong).startsWith("no ");
        }
        Reports.SEEN.clear();

        assertThatThrownBy(() -> scene.start(location))
                .satisfies(e -> assertThat(e.toString()).doesNotContain("s3cret", "2".repeat(16)));

        assertThat(Reports.SEEN).hasSize(1);
        FailureAnalysis report = Reports.SEEN.getFirst();
        assertThat(report.getDescription()).contains(message, "[ED-").doesNotContain("\n", "s3cret", "2".repeat(16));
        assertThat(report.getAction()).contains(hint).doesNotContain("\n");
    }

    @Test
    void aNameThatWouldMakeLinesOfItsOwnMakesNone() {
        FailureAnalysis report = new EnvdriftFailureAnalyzer()
                .analyze(new EnvdriftException(ErrorCode.FILE_NOT_FOUND, "File not found: a\nb\u001b[2J"));
        assertThat(report).isNotNull();
        assertThat(report.getDescription()).doesNotContainPattern("\\p{Cntrl}");
    }

    @Test
    void theStarterKnowsTheFacadeOnly() {
        ArchRuleDefinition.noClasses()
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("io.envdrift..")
                        .and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(
                                "io.envdrift.spring..", "io.envdrift.sources..", "io.envdrift.base.."))))
                .check(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.envdrift.spring"));
    }

    private Scene production() {
        return new Scene(root).encrypted(".env.production", TEXT);
    }

    private static PropertySource<?> ours(ConfigurableApplicationContext context) {
        return context.getEnvironment().getPropertySources().stream()
                .filter(EnvdriftPropertySource.class::isInstance)
                .findFirst()
                .orElseThrow();
    }

    private int lineOf(String name) {
        try {
            var lines = Files.readAllLines(root.resolve(".env.production"));
            return 1
                    + lines.indexOf(lines.stream()
                            .filter(line -> line.startsWith(name + "="))
                            .findFirst()
                            .orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
