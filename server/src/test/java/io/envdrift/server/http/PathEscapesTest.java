package io.envdrift.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathEscapesTest {
    @ParameterizedTest
    @CsvSource({
        "/env/p/a%2Fb, /env/p/a%2Fb",
        "/env/p/%, /env/p/%25",
        "/env/p/%2, /env/p/%252",
        "/env/p/%zz%2f, /env/p/%25zz%2f",
        "/env/p/%00, /env/p/%01",
        "/env/p/%2500, /env/p/%2500",
        "/env/p/%%00, /env/p/%25%01",
        "/env/p?k=%&l=%00, /env/p?k=%&l=%00",
        "/env/%?k=%zz, /env/%25?k=%zz"
    })
    void onlyWhatNobodyCouldReadIsWrittenAnew(String target, String readable) {
        assertThat(PathEscapes.readable(target)).isEqualTo(readable);
    }
}
