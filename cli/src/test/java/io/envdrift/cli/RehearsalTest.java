package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.envdrift.vault.SettingKey;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultProvider;
import io.envdrift.vault.VaultSettings;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RehearsalTest {
    private static final VaultSettings ANY = new VaultSettings("any", Map.of());

    @ParameterizedTest
    @ValueSource(strings = {"aws", "azure", "gcp", "hashicorp", "local", "blobstore"})
    void everyProviderRehearsesWithoutANetwork(String name) {
        assertThatCode(() -> Providers.known().require(name).rehearse()).doesNotThrowAnyException();
    }

    @Test
    void aVaultIsOpenedWhenTheRehearsalIsOver() {
        CountDownLatch mayEnd = new CountDownLatch(1);
        AtomicBoolean over = new AtomicBoolean();
        Rehearsal.start(new Probe() {
            @Override
            public void rehearse() {
                try {
                    mayEnd.await();
                    over.set(true);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        });
        AtomicBoolean overAtOpening = new AtomicBoolean();
        VaultProvider provider = Rehearsal.before(new Probe() {
            @Override
            public Vault open(VaultSettings settings, VaultContext context) {
                overAtOpening.set(over.get());
                return super.open(settings, context);
            }
        });
        mayEnd.countDown();
        open(provider);
        assertThat(overAtOpening).isTrue();
    }

    @Test
    void aRehearsalThatFailsIsOfNoConsequence() {
        Rehearsal.start(new Probe() {
            @Override
            public void rehearse() {
                throw new NoClassDefFoundError("a class of an SDK");
            }
        });
        assertThatCode(() -> open(Rehearsal.before(new Probe()))).doesNotThrowAnyException();
    }

    @SuppressWarnings("NullAway") // The probe looks at nothing.
    private static void open(VaultProvider provider) {
        var unused = provider.open(ANY, null);
    }

    private static class Probe implements VaultProvider {
        @Override
        public String name() {
            return "any";
        }

        @Override
        public List<SettingKey> settingKeys() {
            return List.of();
        }

        @Override
        @SuppressWarnings("NullAway") // Nobody looks at it.
        public Vault open(VaultSettings settings, VaultContext context) {
            return null;
        }
    }
}
