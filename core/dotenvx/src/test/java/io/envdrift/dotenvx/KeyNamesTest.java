package io.envdrift.dotenvx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyNamesTest {
    /** The names that dotenvx 2.38.2 gives. */
    @ParameterizedTest
    @CsvSource({
        ".env, ''",
        ".ENV, ''",
        ".env.txt, ''",
        ".env.production, _PRODUCTION",
        ".env.local, _LOCAL",
        ".env.local.txt, _LOCAL",
        ".env.ci.staging, _CI_STAGING",
        ".env.production.local, _PRODUCTION_LOCAL",
        ".env.a.b.c, _A_B",
        ".env.my-app, _MY-APP",
        ".env.éü, _ÉÜ",
        ".env., _",
        "secrets.env, _SECRETSDEVELOPMENT",
        "production.env, _PRODUCTIONDEVELOPMENT",
        ".env1, _DEVELOPMENT1",
        ".envrc, _DEVELOPMENTRC",
        ".env_file, _DEVELOPMENT_FILE",
        "foo.env.bar, _BAR",
        "env, _ENV",
        "foo.txt, _FOO.TXT",
        "my.config.env.prod, _ENV_PROD",
        "secrets.env.txt, _TXT",
        "sp ace.env, _SP ACEDEVELOPMENT"
    })
    void aFileNameGivesTheSuffixThatDotenvxGives(String fileName, String suffix) {
        KeyNames names = KeyNames.ofFile(fileName);
        assertThat(names.privateKey()).isEqualTo("DOTENV_PRIVATE_KEY" + suffix);
        assertThat(names.publicKey()).isEqualTo("DOTENV_PUBLIC_KEY" + suffix);
    }

    @ParameterizedTest
    @CsvSource({
        "production, DOTENV_PRIVATE_KEY_PRODUCTION",
        "prod-eu, DOTENV_PRIVATE_KEY_PROD-EU",
        "ci.staging, DOTENV_PRIVATE_KEY_CI_STAGING",
        "Qa_1, DOTENV_PRIVATE_KEY_QA_1",
        "'', DOTENV_PRIVATE_KEY"
    })
    void anEnvironmentGivesTheNameOfItsKey(String environment, String name) {
        assertThat(KeyNames.ofEnvironment(environment).privateKey()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a\nX=1", "ü", "a/b", "$(x)"})
    void otherEnvironmentsAreRefused(String environment) {
        assertThatThrownBy(() -> KeyNames.ofEnvironment(environment)).isInstanceOf(EnvdriftException.class);
    }

    @Test
    void theLetterCaseDoesNotDependOnTheCountry() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertThat(KeyNames.ofEnvironment("ci").privateKey()).isEqualTo("DOTENV_PRIVATE_KEY_CI");
            assertThat(KeyNames.ofFile(".ENV.CI").privateKey()).isEqualTo("DOTENV_PRIVATE_KEY_CI");
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "DOTENV_PRIVATE_KEY, .env",
        "DOTENV_PUBLIC_KEY, .env",
        "DOTENV_PRIVATE_KEY_CI_STAGING, .env.ci.staging",
        "DOTENV_PUBLIC_KEY_PRODUCTION, .env.production"
    })
    void aVariableHasTheNamesOfItsFile(String name, String fileName) {
        KeyNames names = KeyNames.ofVariable(name).orElseThrow();
        assertThat(names).isEqualTo(KeyNames.ofFile(fileName));
        assertThat(name).isIn(names.privateKey(), names.publicKey());
    }

    @Test
    void otherVariablesHoldNoKey() {
        assertThat(KeyNames.ofVariable("DOTENV_KEY")).isEmpty();
        assertThat(KeyNames.ofVariable("dotenv_private_key")).isEmpty();
        assertThat(KeyNames.isPublic("DOTENV_PUBLIC_KEY_X")).isTrue();
        assertThat(KeyNames.isPublic("DOTENV_PRIVATE_KEY")).isFalse();
        assertThat(KeyNames.isPrivate("DOTENV_PRIVATE_KEY_X")).isTrue();
        assertThat(KeyNames.isPrivate("MY_DOTENV_PRIVATE_KEY")).isFalse();
    }
}
