package io.envdrift.workflow.gitfilter;

import io.envdrift.base.EnvdriftException;
import io.envdrift.dotenv.Assignment;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.EnvEdit;
import io.envdrift.dotenv.Glob;
import io.envdrift.dotenv.NameFilter;
import io.envdrift.dotenv.TextDefect;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.dotenvx.EnvFileCipher;
import io.envdrift.dotenvx.KeyRing;
import io.envdrift.dotenvx.PrivateKey;
import io.envdrift.dotenvx.SealedText;
import io.envdrift.dotenvx.SealedValue;
import io.envdrift.git.FilteredFiles;
import io.envdrift.git.SmudgeMemory;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code git diff} compares in the place of a file: its text, with a digest for each value. The digest is keyed by the file's
 * private key, so it is the same on every machine that has it.
 */
public final class TextConversion {
    private static final Pattern LINE = Pattern.compile("([^\\r\\n]*)(\\r\\n|\\r|\\n|\\z)");

    private final KeyRing ring;
    private final List<Glob> plainKeys;
    private final EnvFileCipher cipher;
    private final SmudgeMemory memory;

    /**
     * Creates the conversion.
     *
     * @param memory has the secret of this clone, which keys a digest where no private key is at hand
     */
    public TextConversion(FilteredFiles files, FilterKeys keys, EnvFileCipher cipher, SmudgeMemory memory) {
        this.ring = keys.ofKeysFiles();
        this.plainKeys = PlainKeys.of(files).common();
        this.cipher = cipher;
        this.memory = memory;
    }

    /** Returns what stands for a file. */
    public byte[] run(byte[] content, boolean showValues) {
        Optional<EnvDocument> decoded = EnvDocument.tryDecode(content);
        if (decoded.isEmpty()) {
            return showValues
                    ? content
                    : line("the file is no text: " + token("", HexFormat.of().formatHex(content)));
        }
        EnvDocument document = opened(decoded.get());
        Optional<byte[]> block = SealedText.unwrap(document);
        if (block.isPresent()) {
            return run(block.get(), showValues);
        }
        if (showValues) {
            return document.bytes();
        }
        return shown(document);
    }

    private EnvDocument opened(EnvDocument document) {
        try {
            return ring.isEmpty()
                    ? document
                    : cipher.decrypt(document, ring, NameFilter.all()).document();
        } catch (EnvdriftException e) {
            return document;
        }
    }

    /** Lines that readers do not understand may be secret as a whole; so may the rest of a line where a value ends early. */
    private byte[] shown(EnvDocument document) {
        Set<Integer> hidden = new HashSet<>();
        Set<Integer> cut = new HashSet<>();
        for (TextDefect defect : document.defects()) {
            switch (defect.kind()) {
                case NO_ASSIGNMENT -> hidden.add(defect.line());
                case CUT_VALUE, UNCLOSED_QUOTE -> cut.add(defect.line());
                case MERGE_CONFLICT -> {
                    // The markers of a conflict are no secret; the text between them is treated as everywhere else.
                }
            }
        }
        EncryptionState state = EncryptionState.of(document, plainKeys);
        Optional<PrivateKey> key = key(state);
        EnvEdit edit = document.edit();
        Set<Assignment> values = new LinkedHashSet<>(state.plaintext());
        values.addAll(state.encrypted());
        document.assignments().stream()
                .filter(each -> cut.contains(each.line()))
                .forEach(values::add);
        for (Assignment each : values) {
            if (!hidden.contains(each.line())) {
                boolean whole = cut.contains(each.line());
                int end = whole ? Math.max(each.lineEnd(), each.writtenEnd()) : each.writtenEnd();
                edit.replace(
                        each.writtenStart(),
                        end,
                        SealedValue.isSealed(each.value())
                                ? ShownValue.ofCiphertext(each.value())
                                : shown(each.name(), document.text().substring(each.writtenStart(), end), key));
            }
        }
        hide(document.text(), hidden, edit);
        return edit.apply().bytes();
    }

    private void hide(String text, Set<Integer> lines, EnvEdit edit) {
        Matcher line = LINE.matcher(text);
        for (int number = 1; line.find(); number++) {
            if (lines.contains(number) && line.end(1) > line.start(1)) {
                edit.replace(line.start(1), line.end(1), token("", line.group(1)));
            }
        }
    }

    private Optional<PrivateKey> key(EncryptionState state) {
        return state.validPublicKeys().stream()
                .flatMap(named -> ring.find(named).stream())
                .findFirst();
    }

    private String shown(String name, String value, Optional<PrivateKey> key) {
        return key.map(present -> ShownValue.ofPlaintext(name, value, present)).orElseGet(() -> token(name, value));
    }

    private String token(String name, String value) {
        return ShownValue.ofPlaintext(name, value, memory.secret());
    }

    private static byte[] line(String text) {
        return (text + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
