package io.envdrift.envsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.envsync.protocol.KeyScheme;
import io.envdrift.testserver.Answer;
import io.envdrift.testserver.EnvSyncStub;
import io.envdrift.testserver.ReceivedRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client against a server that is as odd as the original. */
class EnvSyncClientIT {
    private static final String TEXT = "API_KEY=abc123\r\n# comment\nDEBUG=\"true\"\n";
    private static final PushWish FORCED = PushWish.over(OptionalLong.empty()).forced(true);

    @TempDir
    Path directory;

    private EnvSyncStub server;
    private final List<String> warnings = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        server = new EnvSyncStub();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private EnvSync client(String token, String passphrase) {
        EnvSyncBuilder builder = EnvSync.builder()
                .environment(Map.of())
                .server(server.uri())
                .token(Secret.of(token))
                .project("project-123")
                .timeout(Duration.ofSeconds(60))
                .home(new EnvSyncHome(directory.resolve("state")))
                .clock(InstantSource.fixed(Instant.parse("2026-11-28T22:00:00Z")))
                .warnings(warnings::add);
        return (passphrase.isEmpty() ? builder : builder.passphrase(Secret.of(passphrase))).build();
    }

    private EnvSync client() {
        return client(EnvSyncStub.WRITER, "passphrase");
    }

    @Test
    void whatIsPushedComesBackByteForByte() {
        try (EnvSync sync = client()) {
            Pushed pushed = sync.push("main", TEXT, PushWish.over(0));
            assertThat(pushed.version()).isEqualTo(1);
            assertThat(pushed.names()).containsExactly("API_KEY", "DEBUG");
            Pulled pulled = sync.pull("main");
            assertThat(pulled.text()).isEqualTo(TEXT);
            assertThat(pulled.values()).containsExactly(Map.entry("API_KEY", "abc123"), Map.entry("DEBUG", "true"));
            assertThat(pulled.toString()).doesNotContain("abc123");
        }
    }

    @Test
    void theRequestsAreTheOriginals() {
        try (EnvSync sync = client("Bearer " + EnvSyncStub.WRITER, "passphrase")) {
            sync.push("main", TEXT, PushWish.over(0));
        }
        ReceivedRequest push = server.requests().getLast();
        assertThat(push.method() + " " + push.target()).isEqualTo("POST /env/project-123/main");
        assertThat(push.header("Authorization")).hasValue("Bearer " + EnvSyncStub.WRITER);
        assertThat(push.header("Content-Type")).hasValue("application/json");
        assertThat(push.text())
                .contains("\"key_names\":[\"API_KEY\",\"DEBUG\"]")
                .doesNotContain("abc123", "passphrase");
    }

    @Test
    void namesStayHereOnRequestAndNeverStandInAnUrl() {
        try (EnvSync sync = client()) {
            sync.push("main", TEXT, PushWish.over(0).hidingNames(true));
            assertThat(sync.diff("main", TEXT).inSync()).isTrue();
        }
        assertThat(server.requests()).noneMatch(request -> request.raw().contains("API_KEY"));
    }

    @Test
    void driftNamesWhatDiffersAndNeverAValue() {
        try (EnvSync sync = client();
                EnvSync nameless = client(EnvSyncStub.READER, "")) {
            sync.push("main", "A=1\nB=2\nC=3\n", PushWish.over(0));
            EnvDrift drift = sync.diff("main", "A=1\nB=other\nD=4\n");
            assertThat(drift)
                    .isEqualTo(new EnvDrift(
                            List.of("A", "B", "D"),
                            List.of("A", "B", "C"),
                            List.of("C"),
                            List.of("D"),
                            java.util.Optional.of(List.of("B"))));
            assertThat(drift.inSync()).isFalse();
            assertThat(sync.diff("main", "B='2'\nA=1\nC=3").inSync()).isTrue();
            EnvDrift names = nameless.diff("main", "A=9\nB=9\nC=9\n");
            assertThat(names.inSync()).isTrue();
            assertThat(names.different()).as("values were not compared").isEmpty();
        }
    }

    @Test
    void theRepoFormIsReadAndItsNamesCountAsItsWritersDo() {
        String text = "export X=1\nA=\"1\nB=2\"\n";
        PushWish repo = PushWish.over(0).in(KeyScheme.REPO);
        try (EnvSync sync = client();
                EnvSync nameless = client(EnvSyncStub.READER, "")) {
            sync.push("main", text, repo);
            assertThat(server.versions("project-123/main").getFirst().names()).isEqualTo("[\"export X\",\"A\",\"B\"]");
            assertThat(server.versions("project-123/main").getFirst().ciphertext())
                    .startsWith("\"gAAAA");
            assertThat(sync.pull("main").text()).isEqualTo(text);
            assertThat(nameless.diff("main", text).inSync()).isTrue();
            assertThat(sync.push("main", text, PushWish.over(1)).formerScheme()).hasValue(KeyScheme.REPO);
            assertThat(sync.push("main", text, PushWish.over(2)).formerScheme()).isEmpty();
        }
    }

    @Test
    void aPushOverAnotherVersionThanTheBaseIsAConflictOnTheOriginalsServerToo() {
        try (EnvSync sync = client()) {
            sync.push("main", "A=1\n", PushWish.over(0));
            sync.push("main", "A=2\n", PushWish.over(1));
            refuses(
                    () -> sync.push("main", "A=3\n", PushWish.over(1)),
                    ErrorCode.WRITE_CONFLICT,
                    "by dan@example.com at 2026");
            refuses(() -> sync.push("main", "A=3\n", PushWish.over(0)), ErrorCode.WRITE_CONFLICT, "Version 2");
            assertThat(server.versions("project-123/main")).hasSize(2);
            assertThat(sync.push("main", "A=3\n", FORCED).version()).isEqualTo(3);
        }
    }

    @Test
    void aConflictThatOnlyTheServerSeesIsToldToo() {
        server.conflicts();
        try (EnvSync sync = client()) {
            AtomicInteger count = new AtomicInteger();
            server.disturb(exchange -> {
                Answer answer = server.answer(exchange.request());
                if (count.incrementAndGet() == 1) {
                    server.versions("project-123/main").add(new EnvSyncStub.Version("\"x\"", "[]"));
                }
                exchange.answer(answer);
            });
            refuses(() -> sync.push("main", "A=1\n", PushWish.over(0)), ErrorCode.WRITE_CONFLICT, "dan@example.com");
        }
    }

    @Test
    void withoutABaseVersionsThatNobodySawAreNotReplaced() {
        PushWish unknown = PushWish.over(OptionalLong.empty());
        try (EnvSync sync = client()) {
            assertThat(sync.push("new", "A=1\n", unknown).version()).isEqualTo(1);
            refuses(() -> sync.push("new", "A=2\n", unknown), ErrorCode.CONFIRMATION_NEEDED, "never pulled");
            PushWish agreed = unknown.replacingUnseen(unseen -> true);
            assertThat(sync.push("new", "A=2\n", agreed).version()).isEqualTo(2);
        }
    }

    @Test
    void aServerThatGoesBackIsReported() {
        try (EnvSync sync = client()) {
            sync.push("main", "A=1\n", PushWish.over(0));
            sync.push("main", "A=2\n", PushWish.over(1));
            server.versions("project-123/main").removeLast();
            assertThat(sync.pull("main").version()).isEqualTo(1);
            assertThat(warnings).singleElement().asString().contains("version 1", "version 2 was seen before");
            refuses(
                    () -> sync.push("main", "A=3\n", PushWish.over(2)),
                    ErrorCode.VERSION_WENT_BACK,
                    "nothing was pushed");
            server.forget();
            refuses(() -> sync.pull("main"), ErrorCode.SECRET_NOT_FOUND, "Nothing was pushed");
            assertThat(warnings).last().asString().contains("version 0");
        }
    }

    @Test
    void aBlobThatLostWhatBindsItIsReported() {
        try (EnvSync sync = client()) {
            sync.push("main", "A=1\n", PushWish.over(0));
            EnvSyncStub.Version version = server.versions("project-123/main").removeLast();
            server.versions("project-123/main")
                    .add(new EnvSyncStub.Version(
                            version.ciphertext().replaceAll(",\\\\\"bind\\\\\":\\\\\"[0-9a-f]+\\\\\"", ""),
                            version.names()));
            assertThat(sync.diffNames("main", "A=1\n").inSync()).isTrue();
            assertThat(sync.pull("main").text()).isEqualTo("A=1\n");
            assertThat(warnings).singleElement().asString().contains("does not say which branch it belongs to");
        }
        // The next command writes, perhaps, what the one before only looked at.
        try (EnvSync sync = client()) {
            assertThat(sync.pull("main").text()).isEqualTo("A=1\n");
            assertThat(warnings).hasSize(2).last().asString().contains("does not say which branch it belongs to");
        }
    }

    @Test
    void aFormThatWasChosenHereIsNotWarnedOf() {
        try (EnvSync sync = client()) {
            sync.push("main", "A=1\n", PushWish.over(0));
            sync.push("main", "A=2\n", PushWish.over(1).in(KeyScheme.REPO));
            assertThat(sync.pull("main").text()).isEqualTo("A=2\n");
            assertThat(warnings).isEmpty();
        }
    }

    @Test
    void anotherBranchesBlobAndFalseNamesAreRefused() {
        try (EnvSync sync = client()) {
            sync.push("main", "A=1\n", PushWish.over(0));
            EnvSyncStub.Version version = server.versions("project-123/main").getFirst();
            server.versions("project-123/staging").add(version);
            refuses(() -> sync.pull("staging"), ErrorCode.FOREIGN_BLOB, "staging");
            server.versions("project-123/main")
                    .set(0, new EnvSyncStub.Version(version.ciphertext(), "[\"A\",\"FALSE\"]"));
            refuses(() -> sync.pull("main"), ErrorCode.FOREIGN_BLOB, "other key names");
            refuses(() -> sync.diff("main", "A=1\n"), ErrorCode.FOREIGN_BLOB, "other key names");
        }
    }

    @Test
    void aWrongPassphraseIsToldAsSuch() {
        try (EnvSync sync = client();
                EnvSync other = client(EnvSyncStub.READER, "Passphrase")) {
            sync.push("main", "A=1\n", PushWish.over(0));
            refuses(() -> other.pull("main"), ErrorCode.DECRYPTION_FAILED, "wrong passphrase, or the data was changed");
        }
        try (EnvSync none = client(EnvSyncStub.READER, "")) {
            refuses(() -> none.pull("main"), ErrorCode.VAULT_SETTINGS, "Missing ENVSYNC_PASS");
        }
    }

    @ParameterizedTest
    @CsvSource({"1, reset before", "2, reset after", "3, 500 after", "4, 502 after"})
    void anAnswerThatGetsLostAfterTheCommitWritesNothingTwice(int kind, String name) {
        AtomicInteger pushes = new AtomicInteger();
        server.disturb(exchange -> {
            boolean first = exchange.request().method().equals("POST") && pushes.incrementAndGet() == 1;
            if (first && kind == 1) {
                exchange.reset();
                return;
            }
            Answer answer = server.answer(exchange.request());
            if (first && kind == 2) {
                exchange.reset();
            } else {
                exchange.answer(first ? EnvSyncStub.error(kind == 3 ? 500 : 502, "gone") : answer);
            }
        });
        try (EnvSync sync = client()) {
            assertThat(sync.push("main", "A=1\n", PushWish.over(0)).version())
                    .as(name)
                    .isEqualTo(1);
            assertThat(server.versions("project-123/main")).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "401, Invalid token, NOT_AUTHENTICATED",
        "403, No read access to this project, ACCESS_DENIED",
        "404, Not Found, SECRET_NOT_FOUND",
        "422, odd, VAULT_FAILED",
        "302, odd, VAULT_FAILED"
    })
    void whatTheServerSaysIsToldAndNoTokenWithIt(int status, String detail, ErrorCode code) {
        server.disturb(exchange -> exchange.answer(EnvSyncStub.error(status, detail)));
        try (EnvSync sync = client()) {
            refuses(() -> sync.pull("main"), code, "EnvSync pull failed (" + status + "): " + detail);
        }
    }

    @Test
    void anyOther404IsNoEmptyBranch() {
        try (EnvSync sync = client()) {
            refuses(() -> sync.push("feat/auth", "A=1\n", PushWish.over(0)), ErrorCode.SECRET_NOT_FOUND, "Not Found");
            server.slashes();
            assertThat(sync.push("feat/auth", "A=1\n", PushWish.over(0)).version())
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "<html>",
                "{\"ciphertext\":\"x\",\"key_names\":[1],\"version\":1}",
                "{\"ciphertext\":\"\\ud800\"}"
            })
    void anAnswerOfSomethingElseIsToldAsSuch(String body) {
        server.disturb(exchange -> exchange.answer(Answer.json(200, body)));
        try (EnvSync sync = client()) {
            refuses(() -> sync.pull("main"), ErrorCode.MALFORMED_ANSWER, "not that of an EnvSync server");
        }
    }

    @Test
    void anExpiredTokenIsNamedAsTheReason() {
        String payload = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"exp\":1767225600}".getBytes(StandardCharsets.UTF_8));
        try (EnvSync sync = client("e30." + payload + ".c2ln", "passphrase")) {
            assertThatThrownBy(() -> sync.pull("main"))
                    .isInstanceOfSatisfying(
                            EnvSyncException.class,
                            e -> assertThat(e.hint().orElseThrow())
                                    .isEqualTo("the token expired at 2026-01-01T00:00:00Z; get a new one"));
        }
    }

    static Stream<String> malformedTokens() {
        return Stream.of("", " ", "Bearer ", "a b", "a\r\nX-Evil: 1", "Bearer Bearer x", "tökén", "a\0b");
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.MethodSource("malformedTokens")
    void aTokenThatCouldAddALineToTheRequestIsNotSentAndNotShown(String token) {
        assertThatThrownBy(() -> client(token, "passphrase"))
                .isInstanceOfSatisfying(
                        EnvdriftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_AUTHENTICATED))
                .message()
                .doesNotContain("Evil", "\n");
        assertThat(server.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://envsync.example.com",
                "ftp://127.0.0.1",
                "https://user@host",
                "http://127.0.0.1.evil.example"
            })
    void noTokenGoesToAnAddressWithoutTls(String address) {
        EnvSyncBuilder builder = EnvSync.builder()
                .environment(Map.of("ENVSYNC_API", address, "ENVSYNC_TOKEN", EnvSyncStub.WRITER))
                .project("p");
        refuses(builder::build, ErrorCode.VAULT_SETTINGS, "https");
    }

    @Test
    void whatIsRememberedIsForTheOwnerOnlyAndHoldsNoName() throws IOException {
        try (EnvSync sync = client()) {
            sync.push("main", TEXT, PushWish.over(0));
        }
        try (Stream<Path> files = Files.list(directory.resolve("state"))) {
            assertThat(files).isNotEmpty().allSatisfy(file -> {
                assertThat(Files.readString(file)).isEqualTo("{\"highest\":1,\"bound\":true}\n");
                assertThat(java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
            });
        }
    }

    private static void refuses(ThrowingCallable call, ErrorCode code, String text) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        EnvdriftException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(text)
                .message()
                .doesNotContain(EnvSyncStub.WRITER, "passphrase\"");
    }
}
