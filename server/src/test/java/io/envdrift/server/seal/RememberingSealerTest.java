package io.envdrift.server.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RememberingSealerTest {
    private static final SealContext PROJECT = SealContext.of("test", "project");

    private final AtomicInteger opened = new AtomicInteger();
    private final MasterKey key = MasterKey.parse(MasterKey.generate());
    private final Sealer remembering = new RememberingSealer(new Sealer() {
        @Override
        public String seal(byte[] plaintext, SealContext context) {
            return key.seal(plaintext, context);
        }

        @Override
        public byte[] open(String sealed, SealContext context) {
            opened.incrementAndGet();
            return key.open(sealed, context);
        }
    });

    @Test
    void opensOnceAndNobodyCanChangeWhatIsRemembered() {
        String sealed = remembering.seal(new byte[] {1, 2, 3}, PROJECT);

        remembering.open(sealed, PROJECT)[0] = 9;

        assertThat(remembering.open(sealed, PROJECT)).containsExactly(1, 2, 3);
        assertThat(opened).hasValue(1);
    }

    @Test
    void whatBelongsToAnotherProjectIsRefusedAlsoAfterItWasOpened() {
        String sealed = remembering.seal(new byte[] {1}, PROJECT);
        remembering.open(sealed, PROJECT);

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> remembering.open(sealed, SealContext.of("test", "other")))
                    .isInstanceOf(EnvdriftException.class);
        }
    }
}
