package io.envdrift.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.Secret;
import io.envdrift.dotenvx.KeyList;
import io.envdrift.vault.VaultSecret;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a write may replace: a secret that is one key, and nothing that would be lost with it. */
class KeyTextTest {
    private static final String KEY = "1111111111111111111111111111111111111111111111111111111111111111";
    private static final String NAME = "DOTENV_PRIVATE_KEY_PRODUCTION";
    private static final KeyList LIST = KeyList.parse(KEY);
    private static final KeyMaterial MATERIAL = new KeyMaterial(Secret.of(KEY), LIST, Optional.of(NAME));

    @ParameterizedTest
    @ValueSource(strings = {KEY, NAME + "=" + KEY, "{\"" + NAME + "\":\"" + KEY + "\"}"})
    void oneKeyIsReplaced(String text) {
        assertThat(KeyText.replacing(VaultSecret.text(text, "1"), MATERIAL, LIST)
                        .reveal())
                .isEqualTo(NAME + "=" + KEY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                NAME + "=" + KEY + "\nOTHER=1",
                "{\"" + NAME + "\":\"" + KEY + "\",\"other\":\"1\"}",
                "{\"" + NAME + "\":\"" + KEY + "\",\"other\":{\"nested\":1}}",
                "{\"" + NAME + "\":\"" + KEY + "\",\"other\":7}",
                "{not json\n" + NAME + "=" + KEY + "\nOTHER=1"
            })
    void whatWouldBeLostIsNotReplaced(String text) {
        assertThatThrownBy(() -> KeyText.replacing(VaultSecret.text(text, "1"), MATERIAL, LIST))
                .hasMessageContaining("holds more than this key");
    }
}
