package io.envdrift.dotenv;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds the {@link TextDefect}s of one document. */
final class TextDefects {
    private static final Pattern LINE_END = Pattern.compile("\r\n|\r|\n");
    private static final Pattern MARKER = Pattern.compile("(<{7}|>{7}|\\|{7})( .*)?|={7}");
    private static final String OURS = "<<<<<<< ";
    private static final String THEIRS = ">>>>>>> ";
    private static final String PEM_BEGIN = "-----BEGIN ";
    private static final String PEM_END = "-----END ";
    /** A line of base64 that ends in padding is an assignment for readers, and its name is what was to be kept secret. */
    private static final Pattern PADDED = Pattern.compile("[A-Za-z0-9+/]{16,}==");

    private static final Pattern ENCODED_NAME = Pattern.compile("[A-Za-z0-9]{16,}");

    private final EnvDocument document;
    private final List<String> lines;
    private final List<TextDefect> found = new ArrayList<>();
    private final Set<Integer> reported = new HashSet<>();

    private TextDefects(EnvDocument document) {
        this.document = document;
        this.lines = LINE_END.splitAsStream(document.text()).toList();
    }

    static List<TextDefect> of(EnvDocument document) {
        TextDefects defects = new TextDefects(document);
        Set<Integer> skipped = new HashSet<>(document.skippedLines());
        defects.conflicts(skipped);
        defects.strayText(skipped);
        defects.values();
        return defects.found.stream()
                .sorted((one, other) -> Integer.compare(one.line(), other.line()))
                .toList();
    }

    /** A conflict is one defect, also where it tears a quoted value apart; a marker that stands alone is one, too. */
    private void conflicts(Set<Integer> skipped) {
        int open = 0;
        for (int line = 1; line <= lines.size(); line++) {
            String text = lines.get(line - 1);
            if (text.startsWith(OURS)) {
                open = line;
            } else if (open > 0 && text.startsWith(THEIRS)) {
                add(TextDefect.Kind.MERGE_CONFLICT, open, "");
                for (int inside = open; inside <= line; inside++) {
                    if (MARKER.matcher(lines.get(inside - 1)).matches()) {
                        reported.add(inside);
                    }
                }
                open = 0;
            }
        }
        for (int line : skipped) {
            if (!reported.contains(line) && MARKER.matcher(lines.get(line - 1)).matches()) {
                add(TextDefect.Kind.MERGE_CONFLICT, line, "");
            }
        }
    }

    private void strayText(Set<Integer> skipped) {
        Set<Integer> stray = new HashSet<>(skipped);
        int pemEnd = 0;
        for (Assignment each : document.assignments()) {
            int line = each.line();
            if (line <= pemEnd || isRest(each, line, stray)) {
                stray.add(line);
            } else if (each.quote() == Quote.NONE && each.rawValue().contains(PEM_BEGIN)) {
                pemEnd = endOfPem(line);
            }
        }
        String above = "";
        int next = 0;
        for (int line : stray.stream().sorted().toList()) {
            for (; next < document.assignments().size(); next++) {
                Assignment each = document.assignments().get(next);
                if (each.line() >= line) {
                    break;
                }
                above = stray.contains(each.line()) ? above : each.name();
            }
            if (!reported.contains(line)) {
                add(TextDefect.Kind.NO_ASSIGNMENT, line, above);
            }
        }
    }

    /** Tells whether what looks like an assignment is the last line of encoded text. */
    private boolean isRest(Assignment each, int line, Set<Integer> stray) {
        if (PADDED.matcher(lines.get(line - 1).strip()).matches()) {
            return true;
        }
        boolean padding = each.isEmpty() || each.rawValue().equals("=") || each.valueStartsWith("encrypted:");
        return stray.contains(line - 1)
                && padding
                && ENCODED_NAME.matcher(each.name()).matches();
    }

    /** Returns the line that ends what begins in this line; this line itself where it ends nowhere, or in it. */
    private int endOfPem(int begin) {
        for (int line = begin; line <= lines.size(); line++) {
            if (lines.get(line - 1).contains(PEM_END)) {
                return line;
            }
        }
        return begin;
    }

    private void values() {
        for (Assignment each : document.assignments()) {
            if (reported.contains(each.line())) {
                continue;
            }
            if (each.hasUnclosedQuote()) {
                add(TextDefect.Kind.UNCLOSED_QUOTE, each.line(), each.name());
            } else if (each.isCutByComment()) {
                add(TextDefect.Kind.CUT_VALUE, each.line(), each.name());
            }
        }
    }

    private void add(TextDefect.Kind kind, int line, String name) {
        found.add(new TextDefect(kind, line, name));
        reported.add(line);
    }
}
