package io.envdrift.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackTest {
    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST", "127.0.0.1", "127.1.2.255", "[::1]", "::1", "[0:0:0:0:0:0:0:1]"})
    void isThisMachine(String host) {
        assertThat(Loopback.is(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost.example.com",
                "127.0.0.1.example.com",
                "127.1",
                "127.0.0.256",
                "128.0.0.1",
                "0.0.0.0",
                "[::]",
                "[::2]",
                "[::1",
                "::g",
                ":",
                "null"
            })
    void isAnother(String host) {
        assertThat(Loopback.is(host)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "https://vault.example.com, true",
        "HTTPS://vault.example.com, true",
        "http://127.0.0.1:8000, true",
        "http://[::1]:8000/x, true",
        "http://vault.example.com, false",
        "http://127.0.0.1@vault.example.com, false",
        "ftp://localhost, false",
        "localhost:8000, false",
        "/x, false"
    })
    void plainHttpIsForThisMachine(String address, boolean safe) {
        assertThat(Loopback.isSafe(URI.create(address))).isEqualTo(safe);
    }
}
