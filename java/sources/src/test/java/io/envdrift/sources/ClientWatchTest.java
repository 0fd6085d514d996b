package io.envdrift.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientWatchTest {
    private final List<String> ended = new ArrayList<>();

    @Test
    void theClientIsClosedAfterTheWatch() {
        SourceWatch watch = ClientWatch.start(() -> ended.add("client"), () -> () -> ended.add("watch"));
        assertThat(ended).isEmpty();
        watch.close();
        assertThat(ended).containsExactly("watch", "client");
    }

    @Test
    void theClientIsClosedWhenTheWatchDoesNotStart() {
        assertThatThrownBy(() -> ClientWatch.start(() -> ended.add("client"), () -> {
                    throw new IllegalArgumentException("refused");
                }))
                .hasMessage("refused");
        assertThat(ended).containsExactly("client");
    }

    @Test
    void theClientIsClosedWhenTheWatchDoesNotEndWell() {
        SourceWatch watch = ClientWatch.start(() -> ended.add("client"), () -> () -> {
            throw new IllegalStateException("late");
        });
        assertThatThrownBy(watch::close).hasMessage("late");
        assertThat(ended).containsExactly("client");
    }
}
