package io.envdrift.testkit;

import io.envdrift.base.EnvdriftException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;

/** A marker that stands for a secret, and the search for it in all forms in which it could leak. */
public final class Canary {
    private final String text;
    private final List<String> forms;

    /**
     * Creates a marker.
     *
     * @param text long and odd enough not to occur by chance; with a character that URLs encode
     */
    public Canary(String text) {
        this.text = text;
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        this.forms = Stream.concat(
                        Stream.of(
                                text, HexFormat.of().formatHex(bytes), URLEncoder.encode(text, StandardCharsets.UTF_8)),
                        base64Cores(bytes))
                .map(form -> form.toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
    }

    /** Returns the marker itself, to be used as the secret. */
    public String text() {
        return text;
    }

    /** Asserts that a text holds the marker in no form: plain, hex, URL-encoded, base64 at any offset. */
    public void assertAbsentFrom(String where, String searched) {
        String lower = searched.toLowerCase(Locale.ROOT);
        Assertions.assertThat(forms).as("forms of the canary in %s", where).noneMatch(lower::contains);
    }

    /** Asserts that an exception, with its hint, causes and stack, shows the marker in no form. */
    public void assertAbsentFrom(Throwable failure) {
        StringWriter stack = new StringWriter();
        failure.printStackTrace(new PrintWriter(stack));
        assertAbsentFrom("the stack of " + failure.getClass().getSimpleName(), stack.toString());
        if (failure instanceof EnvdriftException own) {
            assertAbsentFrom("the hint", own.hint().orElse(""));
        }
    }

    /** Asserts that no file under a directory holds the marker in any form. */
    public void assertAbsentFrom(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertAbsentFrom(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
    }

    /** The part of the base64 form that does not depend on what stands before and after, for each of the three offsets. */
    private static Stream<String> base64Cores(byte[] bytes) {
        return Stream.of(0, 1, 2).flatMap(offset -> {
            byte[] shifted = new byte[offset + bytes.length];
            System.arraycopy(bytes, 0, shifted, offset, bytes.length);
            String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            String core = encoded.substring(offset == 0 ? 0 : 4, encoded.length() - 2);
            return Stream.of(core, core.replace('+', '-').replace('/', '_'));
        });
    }
}
