package io.envdrift.sync;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.vault.VaultSecret;
import java.util.List;

/** Any bytes at all, as a secret of a vault. */
class KeyMaterialFuzzIT {
    /** What is accepted is one word, so that it can add no line and no assignment to a keys file. */
    @FuzzTest
    void keyMaterial(byte[] secret) {
        KeyMaterialParser parser = new KeyMaterialParser("DOTENV_PRIVATE_KEY_PRODUCTION", false);
        VaultSecret value = VaultSecret.text(new String(secret, UTF_8), "1");
        try {
            assertThat(parser.parse(value).value().reveal())
                    .matches("[A-Za-z0-9+/=_.:,-]+")
                    .doesNotStartWithIgnoringCase("DOTENV_PRIVATE_KEY");
        } catch (EnvdriftException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.UNUSABLE_KEY_MATERIAL);
            assertThat(e.getMessage().length()).isLessThan(70_000);
        }
        try {
            parser.parseFor(value, List.of(), false);
        } catch (EnvdriftException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.UNUSABLE_KEY_MATERIAL);
        }
    }
}
