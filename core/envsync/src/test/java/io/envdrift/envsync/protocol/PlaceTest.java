package io.envdrift.envsync.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.net.URI;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PlaceTest {
    @ParameterizedTest
    @CsvSource({
        "main, /env/p/main",
        "feat/auth, /env/p/feat%2Fauth",
        "feat%2Fauth, /env/p/feat%252Fauth",
        "x#y, /env/p/x%23y",
        "x?y=1, /env/p/x%3Fy%3D1",
        "x;y, /env/p/x%3By",
        "x y, /env/p/x%20y",
        "x+y, /env/p/x%2By",
        "x\\y, /env/p/x%5Cy",
        "diff, /env/p/diff",
        "x/diff, /env/p/x%2Fdiff",
        "über, /env/p/%C3%BCber",
        "...a, /env/p/...a",
        "שלום, /env/p/%D7%A9%D7%9C%D7%95%D7%9D"
    })
    void aBranchReachesItselfAndNoOther(String branch, String path) {
        assertThat(new Place("p", branch).path()).isEqualTo(path);
        assertThat(URI.create("http://127.0.0.1" + path).getRawPath()).isEqualTo(path);
    }

    static Stream<String> impossible() {
        return Stream.of(
                "",
                ".",
                "..",
                "../other/main",
                "a/../b",
                "a/.",
                "a\nb",
                "a\0b",
                "a\u007fb",
                "\ud800",
                "a\udc00",
                "x".repeat(256),
                "ü".repeat(128));
    }

    @ParameterizedTest
    @MethodSource
    void impossible(String name) {
        assertThatThrownBy(() -> new Place("p", name))
                .isInstanceOfSatisfying(
                        EnvdriftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USAGE))
                .hasMessageContaining("branch");
        assertThatThrownBy(() -> new Place(name, "main")).hasMessageContaining("project");
    }

    @Test
    void theLongestNamesAreAllowed() {
        assertThat(new Place("p".repeat(255), "ü".repeat(127) + "x").path()).hasSizeGreaterThan(255);
    }
}
