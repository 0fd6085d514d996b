package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.envdrift.api.EnvValues;
import io.envdrift.junit.EnvdriftValues;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;

class AppTest {
    @Test
    void theApplicationIsGivenTheDecryptedValue(@EnvdriftValues(".env.production") EnvValues values) {
        try (var context = SpringApplication.run(App.class)) {
            assertEquals(
                    "Hello from an encrypted file", context.getEnvironment().getProperty("greeting"));
            assertEquals(
                    values.get("GREETING").orElseThrow(),
                    context.getEnvironment().getProperty("GREETING"));
        }
    }
}
