package io.envdrift.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.api.EnvValues;
import io.envdrift.api.Envdrift;
import io.envdrift.api.PushOptions;
import io.envdrift.api.RotateOptions;
import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.sync.SyncMode.Check;
import io.envdrift.sync.SyncReport;
import io.envdrift.workflow.keys.SyncOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What tests of other people's applications are given. */
@ExtendWith(EnvdriftExtension.class)
class EnvdriftExtensionTest {
    private static Path former = Path.of("none");

    @AfterAll
    static void nothingIsLeft() {
        assertThat(former).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({".env.production", ".env", "services/app/.env.staging"})
    void anEncryptedFileOpensWithTheKeyInTheVault(String name, EnvdriftProject project) throws Exception {
        assertThat(former).doesNotExist();
        former = project.directory();
        project.encrypted(name, "API_KEY=s3cret\n");
        assertThat(Files.readString(project.directory().resolve(name))).doesNotContain("s3cret");
        assertThat(project.values(name).get("API_KEY")).hasValue("s3cret");
        assertThat(project.toString() + project.vault()).doesNotContain("s3cret");
        try (Envdrift envdrift = project.open()) {
            SyncReport report =
                    envdrift.sync(SyncOptions.plain(Optional.empty()).with(Check.DECRYPTION));
            assertThat(report.hasErrors()).isFalse();
        }
    }

    @Test
    void aProjectMayBeClosedByItsTestAndAgain() {
        EnvdriftProject project = EnvdriftProject.create();
        project.close();
        project.close();
        assertThat(project.directory()).doesNotExist();
    }

    @Test
    void driftAndAVaultThatIsAwayCanBePlayed(EnvdriftProject project) {
        project.encrypted(".env.production", "API_KEY=s3cret\n");
        project.vault().put(EnvdriftProject.secretOf(".env.production"), "2".repeat(64));
        assertThatThrownBy(() -> project.values(".env.production"))
                .asInstanceOf(InstanceOfAssertFactories.type(EnvdriftException.class))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.WRONG_PRIVATE_KEY));
        project.vault().away(true);
        assertThatThrownBy(() -> project.values(".env.production"))
                .asInstanceOf(InstanceOfAssertFactories.type(EnvdriftException.class))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.VAULT_UNREACHABLE));
    }

    @Test
    void aProjectIsRotatedPushedAndVerified(EnvdriftProject project) {
        project.encrypted(".env.production", "API_KEY=s3cret\n");
        String secret = EnvdriftProject.secretOf(".env.production");
        String before = project.vault().get(secret).value().reveal();
        try (Envdrift envdrift = project.open()) {
            assertThat(envdrift.verify(Optional.empty()).hasErrors()).isTrue();
            assertThat(envdrift.sync(SyncOptions.plain(Optional.empty())).hasErrors())
                    .isFalse();
            assertThat(envdrift.verify(Optional.empty()).hasErrors()).isFalse();

            assertThat(envdrift.rotate(RotateOptions.plain().pushing().droppingOld())
                            .hasErrors())
                    .isFalse();
            assertThat(project.vault().get(secret).value().reveal()).doesNotContain(before);
            assertThat(envdrift.verify(Optional.empty()).hasErrors()).isFalse();
            assertThat(project.values(".env.production").get("API_KEY")).hasValue("s3cret");

            project.vault().remove(secret);
            assertThat(envdrift.push(PushOptions.plain()).hasErrors()).isFalse();
            project.vault().put(secret, before);
            assertThat(envdrift.push(PushOptions.plain().withoutEncrypting()).hasErrors())
                    .isTrue();
            assertThat(envdrift.push(PushOptions.plain().replacing()).hasErrors())
                    .isFalse();
            assertThat(envdrift.verify(Optional.empty()).hasErrors()).isFalse();
        }
    }

    @Test
    void aFilesValuesAreParameters(
            @EnvdriftValues("src/test/resources/app.env") EnvValues values,
            @EnvdriftValues("src/test/resources/app.env") Map<String, String> map) {
        assertThat(values.get("GREETING")).hasValue("hello");
        assertThat(map).containsExactly(Map.entry("GREETING", "hello"));
    }
}
