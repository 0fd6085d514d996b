package io.envdrift.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CanaryTest {
    private static final String TEXT = "canary value/äö?1234";
    private final Canary canary = new Canary(TEXT);

    static Stream<String> leaks() {
        byte[] bytes = TEXT.getBytes(StandardCharsets.UTF_8);
        Stream<String> direct = Stream.of(
                TEXT,
                TEXT.toUpperCase(Locale.ROOT),
                HexFormat.of().formatHex(bytes),
                HexFormat.of().withUpperCase().formatHex(bytes),
                URLEncoder.encode(TEXT, StandardCharsets.UTF_8));
        Stream<String> base64 = Stream.of("", "a", "ab", "abc", "abcd")
                .map(before -> (before + TEXT + " and more").getBytes(StandardCharsets.UTF_8))
                .flatMap(all -> Stream.of(
                        Base64.getEncoder().encodeToString(all),
                        Base64.getUrlEncoder().encodeToString(all)));
        return Stream.concat(direct, base64);
    }

    @ParameterizedTest
    @MethodSource("leaks")
    void findsTheMarkerInEveryForm(String leak) {
        assertThatThrownBy(() -> canary.assertAbsentFrom("a log", "before " + leak + " after"))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void doesNotCryWolf() {
        assertThatCode(() -> canary.assertAbsentFrom("a log", "canary of another kind"))
                .doesNotThrowAnyException();
    }

    @Test
    void looksIntoCausesAndFiles(@TempDir Path folder) throws Exception {
        Throwable leaky = new IllegalStateException("fine", new IllegalArgumentException("not fine: " + TEXT));
        assertThatThrownBy(() -> canary.assertAbsentFrom(leaky)).isInstanceOf(AssertionError.class);
        Files.writeString(Files.createDirectories(folder.resolve("a/b")).resolve("file"), "fine");
        canary.assertAbsentFrom(folder);
        Files.write(
                folder.resolve("a/b/file"),
                HexFormat.of().formatHex(TEXT.getBytes(StandardCharsets.UTF_8)).getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> canary.assertAbsentFrom(folder)).isInstanceOf(AssertionError.class);
    }
}
