package io.envdrift.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.envsync.protocol.PassphraseKeys;
import io.envdrift.envsync.protocol.QuickKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of location, against files and the real server: what is read, what changes, what is wrong. */
class SourcesTest {
    private static final Duration SHORT = Duration.ofMillis(20);

    @TempDir
    private static Path shared;

    private static TestServer server;
    private static Path project;

    @TempDir
    private Path root;

    private final Map<String, String> environment = new HashMap<>();
    private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());

    @BeforeAll
    static void start() throws IOException {
        server = new TestServer(shared);
        project = Files.createDirectories(shared.resolve("project"));
        server.level("acme", "NAME=acme\nURL='db:s3cret'\n");
        server.level("acme/backend/production", "URL=prod:s3cret\nGREETING=\"hi ${NAME}\"\n");
        server.branch("main", "URL=main:s3cret\n", new PassphraseKeys(Secret.of(TestServer.PASSPHRASE)));
        server.vaultEnv(project);
        server.push(project, "production", Map.of("URL", "vault:s3cret"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void machine() {
        environment.putAll(server.environment());
    }

    @ParameterizedTest
    @CsvSource({
        "levels:acme/backend/production, '', prod:s3cret, levels:acme/backend/production",
        "levels:acme/backend/, production, prod:s3cret, levels:acme/backend/production",
        "levels:acme/, '', db:s3cret, levels:acme",
        "envsync:project-123/, '', main:s3cret, envsync:project-123/main",
        "vault-env:production, '', vault:s3cret, vault-env:production",
        "vault-env:, production, vault:s3cret, vault-env:production",
        "envdrift:vault-env:, production, vault:s3cret, vault-env:production",
        "optional:envdrift:vault-env:production, '', vault:s3cret, vault-env:production"
    })
    void aServersValuesAreRead(String location, String profile, String url, String origin) {
        Source source = only(location, profile);
        SourceValues values = source.read();
        assertThat(values.get("URL")).hasValue(url);
        assertThat(values.origin("URL")).hasValue(origin);
        assertThat(values.file()).isEmpty();
        assertThat(values.toString() + source + context()).contains("URL").doesNotContain("s3cret", "c4n4ry");
        assertThat(source).isEqualTo(only(location, profile)).hasSameHashCodeAs(only(location, profile));
    }

    /** The file of the mapping that has the secret; two of that name, or none, are refused with what there is. */
    @ParameterizedTest
    @CsvSource({"app-key, 1, ''", "twice, '', 2 mappings have the secret", "no-such, '', 'No mapping has the secret'"})
    void aMappingIsFoundByItsSecret(String secret, String value, String error) throws IOException {
        StringBuilder toml = new StringBuilder("[vault]\nprovider = \"local\"\n[vault.local]\npath = \"team.vault\"\n");
        for (Map.Entry<String, String> mapping :
                Map.of("a", "app-key", "b", "twice", "c", "twice").entrySet()) {
            Files.createDirectories(root.resolve(mapping.getKey()));
            Files.writeString(root.resolve(mapping.getKey() + "/.env.production"), "A=1\n");
            toml.append("[[vault.sync.mappings]]\nsecret_name = \"" + mapping.getValue() + "\"\nfolder_path = \""
                    + mapping.getKey() + "\"\n");
        }
        Files.writeString(root.resolve("envdrift.toml"), toml);
        Source source = SourceLocation.parse("mapping:" + secret)
                .sources(root, List.of(), context())
                .getFirst();
        if (error.isEmpty()) {
            assertThat(source.read().get("A")).hasValue(value);
            assertThat(source.read().origin("A").orElseThrow()).endsWith(".env.production:1");
        } else {
            assertThatThrownBy(source::read).hasMessageContaining(error);
        }
    }

    @Test
    void levelsAreMergedAndTheirReferencesResolved() {
        SourceValues values = only("levels:acme/backend/production", "").read();
        assertThat(values.toMap())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("NAME", "acme", "URL", "prod:s3cret", "GREETING", "hi acme"));
        assertThat(values.origin("NAME")).hasValue("levels:acme");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "levels:acme/none",
                "envsync:project-123/feature/none",
                "vault-env:staging",
                ".env.none",
                "deploy/.env"
            })
    void whereThereIsNothingIsKnownAsSuch(String location) {
        Source source = only(location, "");
        assertThatThrownBy(source::read)
                .asInstanceOf(InstanceOfAssertFactories.type(EnvdriftException.class))
                .satisfies(e -> assertThat(source.isAbsence(e)).as(e.toString()).isTrue());
    }

    @ParameterizedTest
    @CsvSource({
        "levels:acme/backend/production, DOTENV_API_URL, http://127.0.0.1:1, VAULT_UNREACHABLE",
        "levels:acme/backend/production, DOTENV_CLIENT_KEY, another key of the tests that is long, DECRYPTION_FAILED",
        "levels:acme/backend/production, DOTENV_API_KEY, '', NOT_AUTHENTICATED",
        "envsync:project-123/main, ENVSYNC_API, http://127.0.0.1:1, VAULT_UNREACHABLE",
        "envsync:project-123/main, ENVSYNC_PASS, another, DECRYPTION_FAILED",
        "envsync:project-123/main, ENVSYNC_PASS, '', VAULT_SETTINGS",
        "vault-env:production, VAULT_URL, http://127.0.0.1:1, VAULT_ENV"
    })
    void whatIsWrongIsNoAbsence(String location, String variable, String value, ErrorCode code) throws IOException {
        environment.put(variable, value);
        environment.put("XDG_STATE_HOME", root.toString());
        Path elsewhere = Files.createDirectories(root.resolve("other"));
        Files.copy(project.resolve(".env"), elsewhere.resolve(".env"));
        Source source = SourceLocation.parse(location)
                .sources(elsewhere, List.of(), context())
                .getFirst();
        assertThatThrownBy(source::read)
                .asInstanceOf(InstanceOfAssertFactories.type(EnvdriftException.class))
                .satisfies(e -> {
                    assertThat(e.code()).isEqualTo(code);
                    assertThat(source.isAbsence(e)).isFalse();
                    assertThat(e.toString() + e.hint()).doesNotContain("s3cret", "another key", "\n");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "levels", "envsync", "vault-env"})
    void aWatchTellsOfANewValue(String kind) throws IOException, InterruptedException {
        Source source = watched(kind, "1");
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        List<String> errors = Collections.synchronizedList(new ArrayList<>());
        try (SourceWatch watch = source.watch(
                source.read(),
                SHORT,
                next -> seen.add(next.get("ROTATED").orElseThrow()),
                e -> errors.add(e.toString()))) {
            change(kind, "2");
            assertThat(seen.poll(60, TimeUnit.SECONDS)).as(errors.toString()).isEqualTo("2");
            assertThat(watch).isNotNull();
        }
        assertThat(errors).isEmpty();
    }

    private Source watched(String kind, String value) throws IOException {
        change(kind, value);
        return switch (kind) {
            case "file" -> only(".env.watched", "");
            case "levels" -> only("levels:acme/backend", "");
            case "envsync" -> new EnvSyncSource("project-123/watched", context(), QuickKeys::of);
            default -> only("vault-env:development", "");
        };
    }

    private void change(String kind, String value) throws IOException {
        String text = "ROTATED=" + value + "\n";
        switch (kind) {
            case "file" ->
                // Whole at once: a look must not meet the file while it is empty.
                Files.move(
                        Files.writeString(root.resolve("next"), text),
                        project.resolve(".env.watched"),
                        StandardCopyOption.ATOMIC_MOVE);
            case "levels" -> server.level("acme/backend", text);
            case "envsync" -> server.branch("watched", text, QuickKeys.of(Secret.of(TestServer.PASSPHRASE)));
            default -> server.push(project, "development", Map.of("ROTATED", value));
        }
    }

    /** A file that is gone for a moment, or whose key comes later, is one error, and read when it can be. */
    @Test
    void aWatchGoesOnAfterAFailureAndTellsOfItOnce() throws IOException, InterruptedException {
        Path file = Files.writeString(root.resolve(".env"), "A=1\n");
        Source source =
                SourceLocation.parse(".env").sources(root, List.of(), context()).getFirst();
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        try (SourceWatch watch = source.watch(
                source.read(),
                SHORT,
                next -> seen.add("read " + next.names()),
                e -> seen.add(e.code().name()))) {
            Files.delete(file);
            assertThat(seen.poll(60, TimeUnit.SECONDS)).isEqualTo("FILE_NOT_FOUND");
            Files.writeString(root.resolve("new"), "A=1\nB=2\n");
            Files.move(root.resolve("new"), file);
            assertThat(seen.poll(60, TimeUnit.SECONDS)).isEqualTo("read [A, B]");
            assertThat(watch).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mapping:", "levels:", "envsync:", "envsync:project", "envsync:/main"})
    void aLocationThatNamesNothingIsRefused(String location) {
        assertThatThrownBy(() -> SourceLocation.parse(location))
                .asInstanceOf(InstanceOfAssertFactories.type(EnvdriftException.class))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.USAGE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"levels:Acme", "levels:a/b/c/d", "levels:/", "envsync:../main", "envsync:p/a/../b"})
    void aNameThatCannotBeIsRefused(String location) {
        assertThatThrownBy(() -> only(location, "")).isInstanceOf(EnvdriftException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "optional:envdrift:.env, optional:envdrift:.env, true, false",
        "levels:acme/, envdrift:levels:acme/, false, true",
        "'', envdrift:, false, true",
        "deploy/, envdrift:deploy/, false, true",
        "vault-env:, envdrift:vault-env:, false, true",
        "mapping:a/, envdrift:mapping:a/, false, false"
    })
    void aLocationSaysWhatItIs(String text, String written, boolean optional, boolean profiles) {
        SourceLocation location = SourceLocation.parse(text);
        assertThat(location).hasToString(written).isEqualTo(SourceLocation.parse(written));
        assertThat(location.isOptional()).isEqualTo(optional);
        assertThat(location.dependsOnProfiles()).isEqualTo(profiles);
    }

    @Test
    void withoutAProfileABranchIsMain() {
        assertThat(only("envsync:project-123/", "")).hasToString("envdrift:envsync:project-123/main");
        assertThat(only("envsync:project-123/", "feature/x")).hasToString("envdrift:envsync:project-123/feature/x");
    }

    private Source only(String location, String profile) {
        List<String> profiles = profile.isEmpty() ? List.of() : List.of(profile);
        List<Source> sources = SourceLocation.parse(location).sources(project, profiles, context());
        assertThat(sources).hasSize(1);
        return sources.getFirst();
    }

    private SourceContext context() {
        return new SourceContext(environment, shared.resolve("home"), Duration.ofSeconds(20), warnings::add);
    }
}
