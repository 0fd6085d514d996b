package io.envdrift.provider.envsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.envsync.EnvSync;
import io.envdrift.envsync.Pulled;
import io.envdrift.envsync.PushWish;
import io.envdrift.envsync.protocol.KeyScheme;
import io.envdrift.envsync.protocol.PassphraseKeys;
import io.envdrift.testkit.TestContext;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultSettings.Origin;
import io.envdrift.vault.WriteCondition;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the provider does with the branch's file. */
class EnvSyncVaultTest {
    private static final Secret KEY = Secret.of("a1b2 $c 'd' \"e\"");

    private final TestBranch branch = new TestBranch();

    @Test
    void aRealClientReadsWhatTheProviderWrote() {
        try (Vault vault = branch.open(new EnvSyncVaultProvider(), branch.token())) {
            vault.put("DOTENV_PRIVATE_KEY", KEY, new WriteCondition.Absent());
        }
        try (EnvSync client = branch.client(new PassphraseKeys(Secret.of(TestBranch.PASSPHRASE)))) {
            assertThat(client.pull("envdrift").values()).containsEntry("DOTENV_PRIVATE_KEY", KEY.reveal());
        }
    }

    @Test
    void theRestOfTheFileStaysByteForByte() {
        String text = "# keys\r\nexport A='1' # one\nB=\"2\nlines\"\n\nC=3";
        push(text, PushWish.over(0));
        try (Vault vault = branch.open(branch.token())) {
            vault.put("A", Secret.of("new"), WriteCondition.always());
            vault.put("D", Secret.of("4"), WriteCondition.always());
        }
        assertThat(pulled().text()).isEqualTo(text.replace("'1'", "\"new\"") + "\nD=\"4\"\n");
    }

    @Test
    void whoHidTheNamesStillHidesThem() {
        push("A=1\n", PushWish.over(0).hidingNames(true));
        try (Vault vault = branch.open(branch.token())) {
            vault.put("B", Secret.of("2"), WriteCondition.always());
        }
        Pulled now = pulled();
        assertThat(now.values()).containsEntry("B", "2");
        assertThat(now.namesHidden()).isTrue();
    }

    @Test
    void theFormIsTheOneThatTheEnvsyncCommandWrites() {
        Map<String, String> environment = new HashMap<>(TestBranch.environment(branch.token()));
        environment.put("ENVSYNC_SCHEME", "repo");
        try (Vault vault = branch.open(TestBranch.quick(), environment)) {
            vault.put("A", KEY, WriteCondition.always());
        }
        assertThat(pulled().scheme()).isEqualTo(KeyScheme.REPO);
        environment.put("ENVSYNC_SCHEME", "rot13");
        try (Vault vault = branch.open(TestBranch.quick(), environment)) {
            assertThatThrownBy(() -> vault.put("B", KEY, WriteCondition.always()))
                    .isInstanceOf(EnvdriftException.class)
                    .hasMessageContaining("no form of the ciphertext");
        }
        assertThat(pulled().values()).containsOnlyKeys("A");
    }

    @Test
    void whatTheClientNoticesAboutTheServerIsPassedOn(@TempDir Path home) {
        List<String> warnings = new CopyOnWriteArrayList<>();
        Map<String, String> environment = new HashMap<>(TestBranch.environment(branch.token()));
        environment.put("XDG_STATE_HOME", home.toString());
        VaultContext context = TestContext.warning(warnings::add, TestContext.of(environment, home));
        try (Vault vault = TestBranch.quick()
                .open(TestBranch.settings(TestBranch.address(), Origin.FLAG, branch.project()), context)) {
            vault.put("A", KEY, WriteCondition.always());
            push("A=2\n", PushWish.over(1).in(KeyScheme.REPO));
            vault.put("B", KEY, WriteCondition.always());
        }
        assertThat(warnings).singleElement().asString().contains("does not say which branch it belongs to");
    }

    @Test
    void aNameThatNoFileHoldsIsRefusedAndNothingIsWritten() {
        try (Vault vault = branch.open(branch.token())) {
            assertThatThrownBy(() -> vault.put("a b", KEY, WriteCondition.always()))
                    .isInstanceOfSatisfying(
                            EnvdriftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNQUOTABLE_VALUE))
                    .hasMessageNotContaining(KEY.reveal());
        }
        try (EnvSync client = branch.client()) {
            assertThat(client.find("envdrift")).isEmpty();
        }
    }

    private void push(String text, PushWish wish) {
        try (EnvSync client = branch.client()) {
            var unused = client.push("envdrift", text, wish);
        }
    }

    private Pulled pulled() {
        try (EnvSync client = branch.client()) {
            return client.pull("envdrift");
        }
    }
}
