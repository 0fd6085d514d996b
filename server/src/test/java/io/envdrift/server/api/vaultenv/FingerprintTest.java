package io.envdrift.server.api.vaultenv;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.vaultenv.protocol.Endpoint;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FingerprintTest {
    @Test
    void showsNoSignature() {
        Fingerprint fingerprint = new Fingerprint(Endpoint.PULL, Optional.of("t=1,v1=c4n4ry"), new byte[0]);

        assertThat(new SignatureUse("d-7", true, 0, fingerprint))
                .asString()
                .contains("PULL")
                .doesNotContain("c4n4ry");
    }
}
