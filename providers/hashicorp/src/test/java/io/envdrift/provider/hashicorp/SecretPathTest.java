package io.envdrift.provider.hashicorp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretPathTest {
    @ParameterizedTest
    @CsvSource({
        "key, key",
        "team/app/key, team/app/key",
        "a b, a%20b",
        "100%, 100%25",
        "%2e%2e/x, %252e%252e/x",
        "a?b#c, a%3Fb%23c",
        "{id}, %7Bid%7D",
        "ü, %C3%BC",
        "a+b:c@d, a%2Bb%3Ac%40d",
        "..., ...",
        ".env, .env",
        "a;b=c&d, a%3Bb%3Dc%26d",
    })
    void everySegmentIsEncodedByItself(String name, String encoded) {
        assertThat(SecretPath.parse(name).orElseThrow().encoded()).isEqualTo(encoded);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "/", "/key", "key/", "a//b", ".", "..", "../x", "a/../b", "a/..", "./a", "a/./b", "a\nb", "a\u0000",
                "\t", "\u0085"
            })
    void whatCouldLeadElsewhereIsRefused(String name) {
        assertThat(SecretPath.parse(name)).isEmpty();
    }

    @Property
    void noNameLeadsOutOfTheMountOrIsTakenForAnother(@ForAll("names") String name) {
        SecretPath.parse(name).ifPresent(path -> {
            URI uri = URI.create("https://vault.example/v1/secret/data/" + path.encoded());
            assertThat(uri.normalize()).isEqualTo(uri);
            assertThat(uri.getRawQuery()).isNull();
            assertThat(uri.getRawFragment()).isNull();
            assertThat(uri.getPath()).isEqualTo("/v1/secret/data/" + name);
        });
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings()
                .withChars("ab./%2eE#?{}&;=+ \\:@~üé")
                .ofMaxLength(6)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map((List<String> parts) -> parts.stream().collect(Collectors.joining("/")));
    }
}
