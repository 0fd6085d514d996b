package io.envdrift.cli.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TerminalProgressTest {
    private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();

    @Test
    void longWorkShowsBarCountAndFileAndLeavesNothing() {
        TerminalProgress progress = new TerminalProgress(new PrintStream(terminal, true, StandardCharsets.UTF_8), -1);

        progress.advanced(5, 10, "services/\u001b[2Japp/.env");
        progress.advanced(10, 10, "last");

        assertThat(shown()).isEqualTo("\r\u001b[K[##########..........] 5/10 services/\\u001b[2Japp/.env\r\u001b[K");
    }

    @Test
    void whatIsWaitedForIsShownButNotOverAQuestion() {
        TerminalProgress progress = new TerminalProgress(new PrintStream(terminal, true, StandardCharsets.UTF_8), -1);

        progress.waiting(0, 2, "app-key");
        String answer = progress.asking(() -> {
            progress.waiting(0, 2, "app-key");
            progress.advanced(1, 2, "app-key");
            return "yes";
        });
        progress.advanced(2, 2, "last");

        assertThat(answer).isEqualTo("yes");
        assertThat(shown()).isEqualTo("\r\u001b[K/ waiting for the vault: 0/2 app-key\r\u001b[K");
    }

    @Test
    void shortWorkShowsNothing() {
        TerminalProgress progress =
                new TerminalProgress(new PrintStream(terminal, true, StandardCharsets.UTF_8), Long.MAX_VALUE);

        progress.advanced(1, 2, "a");
        progress.advanced(2, 2, "b");

        assertThat(shown()).isEmpty();
    }

    private String shown() {
        return terminal.toString(StandardCharsets.UTF_8);
    }
}
