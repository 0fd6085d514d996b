package io.envdrift.vaultenv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExportedPropertiesTest {
    private final ExportedProperties exported = new ExportedProperties();

    @AfterEach
    void clear() {
        System.clearProperty("exported.a");
        System.clearProperty("exported.b");
    }

    @Test
    void whatIsNoValueAnyMoreIsCleared() {
        exported.replaceBy(Map.of("exported.a", "1", "exported.b", "1", "", "nameless"));
        exported.replaceBy(Map.of("exported.b", "2"));
        assertThat(System.getProperty("exported.a")).isNull();
        assertThat(System.getProperty("exported.b")).isEqualTo("2");
    }

    @Test
    void whatSomebodyElseSetStays() {
        exported.replaceBy(Map.of("exported.a", "1"));
        System.setProperty("exported.a", "theirs");
        System.setProperty("exported.b", "theirs");
        exported.replaceBy(Map.of());
        exported.clear(Set.of("exported.b"));
        assertThat(System.getProperty("exported.a")).isEqualTo("theirs");
        assertThat(System.getProperty("exported.b")).isEqualTo("theirs");
    }
}
