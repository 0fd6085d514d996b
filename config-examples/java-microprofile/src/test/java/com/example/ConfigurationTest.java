package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.envdrift.base.EnvdriftException;
import io.envdrift.junit.EnvdriftExtension;
import io.envdrift.junit.EnvdriftProject;
import java.time.Instant;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Configurations of other places than the application's own: a value that is rotated, and what cannot be had. */
@ExtendWith(EnvdriftExtension.class)
class ConfigurationTest {
    private static final String LOCATIONS = "envdrift.locations";
    private static final String INTERVAL = "envdrift.refresh.interval";

    private final String usual = System.getProperty(LOCATIONS);

    @AfterEach
    void asBefore() {
        System.setProperty(LOCATIONS, usual);
        System.clearProperty(INTERVAL);
    }

    @ParameterizedTest
    @CsvSource({
        "wrong key, .env.production, no private key at hand opens it [ED-303]: ",
        "missing file, .env.staging, File not found: ",
        "unreachable vault, .env.production, the test made it unreachable [ED-405]"
    })
    void whatCannotBeHadIsOneLine(String wrong, String file, String reason, EnvdriftProject project) {
        project.encrypted(".env.production", "GREETING=s3cret\n");
        switch (wrong) {
            case "wrong key" -> project.vault().put(EnvdriftProject.secretOf(".env.production"), "2".repeat(64));
            case "unreachable vault" -> project.vault().away(true);
            default -> assertFalse(project.directory().resolve(file).toFile().exists());
        }
        System.setProperty(LOCATIONS, project.directory().resolve(file).toString());

        EnvdriftException failure = assertThrows(EnvdriftException.class, ConfigurationTest::configuration);

        assertTrue(failure.getMessage().contains(reason), failure.getMessage());
        assertEquals(1, failure.getMessage().lines().count());
        assertFalse(failure.toString().contains("s3cret"));
    }

    @Test
    void aRotatedValueIsReadWhileTheApplicationRuns(EnvdriftProject project) {
        project.encrypted(".env.production", "GREETING=before\n");
        System.setProperty(
                LOCATIONS, project.directory().resolve(".env.production").toString());
        System.setProperty(INTERVAL, "50ms");
        Config config = configuration();
        try {
            assertEquals("before", config.getValue("greeting", String.class));

            project.encrypted(".env.production", "GREETING=after\n");

            Instant end = Instant.now().plusSeconds(60);
            while (!config.getValue("greeting", String.class).equals("after")) {
                assertTrue(Instant.now().isBefore(end), "the rotated value");
                Thread.onSpinWait();
            }
        } finally {
            ConfigProviderResolver.instance().releaseConfig(config);
        }
    }

    private static Config configuration() {
        return ConfigProviderResolver.instance()
                .getBuilder()
                .addDiscoveredSources()
                .build();
    }
}
