package io.envdrift.envsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.Secret;
import io.envdrift.envsync.protocol.Place;
import io.envdrift.testserver.EnvSyncStub;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The original's weaknesses that are the client's, one test each; the numbers are those of the contract. */
class WeaknessesIT {
    @TempDir
    Path directory;

    private final List<String> warnings = new ArrayList<>();
    private EnvSyncStub server;
    private EnvSync sync;

    @BeforeEach
    void start() throws IOException {
        server = new EnvSyncStub();
        sync = EnvSync.builder()
                .environment(Map.of())
                .server(server.uri())
                .token(Secret.of(EnvSyncStub.WRITER))
                .passphrase(Secret.of("c4n4ry-passphrase"))
                .project("project-123")
                .home(new EnvSyncHome(directory))
                .warnings(warnings::add)
                .build();
    }

    @AfterEach
    void stop() throws IOException {
        sync.close();
        server.close();
    }

    @Test
    void s6AStolenBlobIsNotGuessedAtHashSpeed() {
        sync.push("main", "A=1\n", PushWish.over(0));
        sync.push("other", "A=1\n", PushWish.over(0));
        sync.push("main", "B=1\n", PushWish.over(1));
        List<String> salts = Stream.of("main", "other")
                .flatMap(branch -> server.versions("project-123/" + branch).stream())
                .map(version -> version.ciphertext().replaceAll("(?s).*\\\\\"salt\\\\\":\\\\\"([0-9a-f]{32}).*", "$1"))
                .toList();
        assertThat(salts)
                .as("a salt for each branch and list of names")
                .hasSize(3)
                .allMatch(salt -> salt.length() == 32)
                .doesNotHaveDuplicates();
    }

    @Test
    void s7WhatTheServerMixesUpIsFoundOut() {
        sync.push("main", "A=1\n", PushWish.over(0));
        server.versions("project-123/other")
                .add(server.versions("project-123/main").getFirst());
        assertThatThrownBy(() -> sync.pull("other")).hasMessageContaining("pushed to another branch or project");
    }

    @Test
    void s8ValuesThatDifferAreDrift() {
        sync.push("main", "A=1\n", PushWish.over(0));
        assertThat(sync.diff("main", "A=2\n").inSync()).isFalse();
    }

    @Test
    void s9NoErrorShowsPassphraseTokenOrValue() {
        server.disturb(exchange -> exchange.answer(EnvSyncStub.error(500, "c4n4ry\u001b[2J")));
        assertThatThrownBy(() -> sync.find("main")).isInstanceOfSatisfying(EnvdriftException.class, e -> {
            assertThat(e.toString() + e.hint() + e.getCause())
                    .doesNotContain("passphrase", EnvSyncStub.WRITER, "\u001b");
        });
        assertThat(sync.toString() + AccessToken.of(Secret.of(EnvSyncStub.WRITER)))
                .doesNotContain("c4n4ry", EnvSyncStub.WRITER);
    }

    @Test
    void s10APushOverAnothersIsRefused() {
        server.versions("project-123/main").add(new EnvSyncStub.Version("\"x\"", "[]"));
        assertThatThrownBy(() -> sync.push("main", "A=1\n", PushWish.over(0)))
                .hasMessageContaining("Version 1 of 'main' was pushed by dan@example.com");
    }

    @Test
    void s11AFileThatChangedSinceThePullIsKnown() {
        WorkCopy copy = new WorkCopy(
                new EnvSyncHome(directory), server.uri(), "project-123", "main", directory.resolve(".env"));
        assertThat(copy.version()).isEqualTo(OptionalLong.empty());
        assertThat(copy.note(3, "A=1\n")).isTrue();
        assertThat(copy.version()).hasValue(3);
        assertThat(copy.isUnchanged("A=1\n")).isTrue();
        assertThat(copy.isUnchanged("A=2\n")).isFalse();
    }

    @Test
    void s12NoNameReachesAnotherUrl() {
        for (String branch : List.of("x#y", "x?y", "x%2Fy", "x;y")) {
            assertThat(sync.server().find(new Place("project-123", branch))).isEmpty();
            assertThat(server.requests().getLast().target()).isEqualTo("/env/project-123/" + Place.encode(branch));
        }
        assertThatThrownBy(() -> sync.pull("../other/main")).hasMessageContaining("would lead elsewhere");
    }

    @Test
    void s13AServerThatWasStartedAnewIsReported() {
        sync.push("main", "A=1\n", PushWish.over(0));
        server.forget();
        assertThat(sync.find("main")).isEmpty();
        assertThat(warnings).singleElement().asString().contains("started anew");
    }

    @Test
    void s15HalfASurrogatePairIsAnAnswerThatIsNotUnderstood() {
        server.versions("project-123/main").add(new EnvSyncStub.Version("\"\\ud800\"", "[]"));
        assertThatThrownBy(() -> sync.find("main")).hasMessageContaining("not that of an EnvSync server");
    }

    @Test
    void s18NoTokenIsSentWithoutTls() {
        assertThatThrownBy(() -> EnvSync.builder()
                        .environment(Map.of())
                        .server(URI.create("http://envsync.example.com"))
                        .token(Secret.of(EnvSyncStub.WRITER))
                        .project("p")
                        .build())
                .hasMessageContaining("https");
    }

    @Test
    void s19WhatTheServerSaysIsShown() {
        server.onlyWriter("another.token.now");
        assertThatThrownBy(() -> sync.find("main")).hasMessage("EnvSync pull failed (401): Invalid token");
    }
}
