package com.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.junit.EnvdriftExtension;
import io.envdrift.junit.EnvdriftProject;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What the user of an application reads that cannot have its values: one line, and what to do. */
@ExtendWith({EnvdriftExtension.class, OutputCaptureExtension.class})
class FailedStartTest {
    @ParameterizedTest
    @CsvSource({
        "wrong key, .env.production, no private key at hand opens it [ED-303]",
        "missing file, .env.staging, File not found: ",
        "unreachable vault, .env.production, the test made it unreachable [ED-405]"
    })
    void theReasonIsOneLine(String wrong, String file, String reason, EnvdriftProject project, CapturedOutput output) {
        project.encrypted(".env.production", "GREETING=s3cret\n");
        switch (wrong) {
            case "wrong key" -> project.vault().put(EnvdriftProject.secretOf(".env.production"), "2".repeat(64));
            case "unreachable vault" -> project.vault().away(true);
            default -> assertThat(project.directory().resolve(file)).doesNotExist();
        }

        assertThatThrownBy(() -> SpringApplication.run(
                App.class,
                "--spring.config.import=envdrift:" + project.directory().resolve(file)));

        assertThat(output).contains("APPLICATION FAILED TO START").doesNotContain("s3cret");
        String description = output.toString().split("Description:\\R\\R")[1].split("\\R\\RAction:")[0];
        assertThat(description).contains(reason).hasLineCount(1);
    }
}
