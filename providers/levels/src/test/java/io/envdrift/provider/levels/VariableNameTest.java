package io.envdrift.provider.levels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VariableNameTest {
    @Test
    void whatAVariableMayBeCalledStaysAsItIs() {
        for (String name : List.of("A", "_", "DOTENV_PRIVATE_KEY", "a__b", "x2d_")) {
            assertThat(VariableName.of(name)).isEqualTo(name);
        }
    }

    @Test
    void everyOtherNameIsAVariableOfItsOwnAndComesBack() {
        assertThat(VariableName.of("a-b")).isEqualTo("a__x2d_b");
        for (String name :
                List.of("a-b", "0", "a.b", "a b", "a__x2d_b", "__x", "__x__x2d_", "é", "\uD83D\uDD11", "a=\n")) {
            assertThat(VariableName.of(name)).matches("[A-Za-z_][A-Za-z0-9_]*");
            assertThat(VariableName.secret(VariableName.of(name))).isEqualTo(name);
        }
        assertThat(VariableName.secret("a__xffffff_")).isEqualTo("a__xffffff_");
    }
}
