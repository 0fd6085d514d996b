package io.envdrift.server.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.Secret;
import io.envdrift.crypto.AesGcm;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class MasterKeyTest {
    private static final String HEX = "5e".repeat(32);
    private static final byte[] SECRET = {1, 2, 3};

    private final MasterKey key = MasterKey.parse(Secret.of(HEX));

    @Test
    void whatOneApiSealedForAnIdOpensForNoOtherApi() {
        String sealed = key.seal(SECRET, SealContext.of("vault-env/signing-key", "id"));
        assertThat(sealed).startsWith(key.id() + ".2.");
        assertThat(key.open(sealed, SealContext.of("vault-env/signing-key", "id")))
                .isEqualTo(SECRET);
        refused(sealed, SealContext.of("levels/data-key", "id"));
        refused(sealed, SealContext.of("vault-env/signing-key", "other").orBare("id"));
    }

    @Test
    void theFirstFormOpensWhereItIsExpectedAndNowhereElse() {
        String old = firstForm("project");
        SealContext named = SealContext.of("vault-env/signing-key", "project");
        assertThat(key.open(old, named.orBare("project"))).isEqualTo(SECRET);
        refused(old, named);
        refused(old, named.orBare("other"));
        // A text of the second form does not become one of the first by leaving its mark out.
        String sealed = key.seal(SECRET, named);
        refused(sealed.replaceFirst("\\.2\\.", "."), named.orBare("project"));
    }

    @Test
    void anotherKeysTextIsRefused() {
        SealContext context = SealContext.of("test", "x");
        MasterKey other = MasterKey.parse(MasterKey.generate());
        assertThatThrownBy(() -> other.open(key.seal(SECRET, context), context))
                .isInstanceOf(EnvdriftException.class)
                .hasMessageContaining("another master key");
    }

    private String firstForm(String context) {
        byte[] iv = new byte[12];
        byte[] sealed = AesGcm.seal(HexFormat.of().parseHex(HEX), iv, SECRET, context.getBytes(StandardCharsets.UTF_8));
        byte[] packed = Arrays.copyOf(iv, iv.length + sealed.length);
        System.arraycopy(sealed, 0, packed, iv.length, sealed.length);
        return key.id() + "." + Base64.getEncoder().encodeToString(packed);
    }

    private void refused(String sealed, SealContext context) {
        assertThatThrownBy(() -> key.open(sealed, context)).isInstanceOf(EnvdriftException.class);
    }
}
