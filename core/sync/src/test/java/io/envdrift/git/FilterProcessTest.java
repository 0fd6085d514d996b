package io.envdrift.git;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Git's protocol for filters, spoken well and badly. */
class FilterProcessTest {
    private static final String GREETING = packet("git-filter-client\n") + packet("version=2\n") + "0000"
            + packet("capability=clean\n") + packet("capability=smudge\n") + packet("capability=delay\n") + "0000";
    private static final String ANSWERED = packet("git-filter-server\n") + packet("version=2\n") + "0000"
            + packet("capability=clean\n") + packet("capability=smudge\n") + "0000";

    private final List<EnvdriftException> errors = new ArrayList<>();

    /** Upper case goes in, lower case comes out, and one path is refused. */
    private static final class Letters implements FileFilter {
        @Override
        public byte[] clean(String path, byte[] content) {
            if (path.equals("refused\nname")) {
                throw new EnvdriftException(ErrorCode.MISSING_PRIVATE_KEY, "no key", "bring it");
            }
            return new String(content, UTF_8).toUpperCase(java.util.Locale.ROOT).getBytes(UTF_8);
        }

        @Override
        public byte[] smudge(String path, byte[] content, Optional<String> blob) {
            return (new String(content, UTF_8) + blob.orElse("")).getBytes(UTF_8);
        }
    }

    @Test
    void filesGoInAndOut() {
        String talk = GREETING
                + packet("command=clean\n") + packet("pathname=a b\n") + "0000" + packet("some") + packet("thing")
                + "0000"
                + packet("command=smudge\n") + packet("pathname=x\n") + packet("blob=1234\n") + "0000" + packet("y")
                + "0000"
                + packet("command=clean\n") + packet("pathname=empty\n") + "0000" + "0000";
        assertThat(serve(talk))
                .isEqualTo(ANSWERED
                        + packet("status=success\n") + "0000" + packet("SOMETHING") + "0000" + "0000"
                        + packet("status=success\n") + "0000" + packet("y1234") + "0000" + "0000"
                        + packet("status=success\n") + "0000" + "0000" + "0000");
    }

    @Test
    void aRefusedFileIsAnErrorOfThatFileOnly() {
        String talk = GREETING
                + packet("command=clean\n") + packet("pathname=refused\nname\n") + "0000" + packet("x") + "0000"
                + packet("command=clean\n") + packet("pathname=next\n") + "0000" + packet("x") + "0000"
                + packet("command=list_available_blobs\n") + "0000" + "0000";
        assertThat(serve(talk))
                .isEqualTo(ANSWERED
                        + packet("status=error\n") + "0000"
                        + packet("status=success\n") + "0000" + packet("X") + "0000" + "0000"
                        + packet("status=error\n") + "0000");
        assertThat(errors).hasSize(2);
    }

    @Test
    void largeFilesTakeSeveralPacketsAndHugeOnesAreRefusedWithoutLosingTheThread() {
        String part = "x".repeat(65_516);
        StringBuilder talk = new StringBuilder(GREETING)
                .append(packet("command=smudge\n"))
                .append(packet("pathname=large\n"))
                .append("0000")
                .append(packet(part))
                .append(packet(part))
                .append("0000")
                .append(packet("command=smudge\n"))
                .append(packet("pathname=huge\n"))
                .append("0000");
        for (long length = 0; length <= FilterProcess.LARGEST_FILE; length += part.length()) {
            talk.append(packet(part));
        }
        talk.append("0000")
                .append(packet("command=clean\n"))
                .append(packet("pathname=after\n"))
                .append("0000")
                .append(packet("z"))
                .append("0000");
        String answer = serve(talk.toString());
        assertThat(answer)
                .contains(packet(part) + packet(part) + "0000")
                .endsWith(packet("status=error\n") + "0000" + packet("status=success\n") + "0000" + packet("Z") + "0000"
                        + "0000");
        assertThat(errors)
                .singleElement()
                .extracting(Throwable::getMessage)
                .asString()
                .contains("huge: too large");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "zzzz",
                "0003",
                "0016git-filter-cli",
                "0016git-filter-client\n000eversion=1\n0000",
                "000dgit-other\n000eversion=2\n0000",
                "0016git-filter-client\n000eversion=2\n00000014capability=sing\n0000"
            })
    void whatIsNoSuchProtocolEndsWithAReadableError(String talk) {
        assertThatThrownBy(() -> serve(talk))
                .isInstanceOf(EnvdriftException.class)
                .hasMessageContaining("talk with git");
    }

    @Test
    void aTalkThatBreaksOffInAFileIsAnErrorAndNothingIsAnswered() {
        String talk = GREETING + packet("command=clean\n") + packet("pathname=a\n") + "0000" + "0010abc";
        assertThatThrownBy(() -> serve(talk)).hasMessageContaining("in the middle");
    }

    private String serve(String talk) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new FilterProcess(new Letters(), errors::add).serve(new ByteArrayInputStream(talk.getBytes(ISO_8859_1)), out);
        return out.toString(ISO_8859_1);
    }

    private static String packet(String text) {
        return String.format("%04x", text.length() + 4) + text;
    }
}
