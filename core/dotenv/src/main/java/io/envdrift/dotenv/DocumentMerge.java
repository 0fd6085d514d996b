package io.envdrift.dotenv;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Merges two versions of a document that come from one, variable by variable. A change of one side is taken, the same
 * change of both once; a variable that both sides changed differently is a conflict, and nothing else is. Order and
 * comments are ours; a variable that only the other side added follows the same variable as it does there, and a
 * comment that only the other side changed is taken.
 */
public final class DocumentMerge {
    private static final String OURS = "<<<<<<< ";
    private static final String BETWEEN = "=======";
    private static final String THEIRS = ">>>>>>> ";

    private final Map<Segments.Key, Segments.Segment> base;
    private final Segments ours;
    private final Segments theirs;
    private final Map<Segments.Key, Segments.Segment> ourKeys;
    private final Map<Segments.Key, Segments.Segment> theirKeys;
    private final Labels labels;
    private final String separator;
    private final String baseTail;

    /**
     * One version.
     *
     * @param values by what assignments are compared: the value as it is meant, wherever it is encrypted
     * @param written what is written for an assignment, from its name to its value's end
     */
    public record Side(
            EnvDocument document, Function<Assignment, String> values, Function<Assignment, String> written) {
        /** A version whose assignments are compared by quotes and value, and written as they are. */
        public static Side of(EnvDocument document) {
            return new Side(
                    document,
                    each -> each.quote() + " " + each.value(),
                    each -> document.text().substring(each.nameStart(), each.writtenEnd()));
        }
    }

    /** What both sides are called behind the markers of a conflict. */
    public record Labels(String ours, String theirs) {}

    /**
     * What came of a merge.
     *
     * @param document the merged document, with markers where there are conflicts
     * @param conflicts the variables that both sides changed differently, in file order, each once
     */
    public record Merged(EnvDocument document, Set<String> conflicts) {
        /** Copies the set. */
        public Merged {
            conflicts = new LinkedHashSet<>(conflicts);
        }
    }

    /** A piece of the result; in a conflict it has two bodies. */
    private record Piece(Segments.Key key, String gap, List<String> bodies, List<String> cores, boolean conflict) {}

    private DocumentMerge(Side base, Side ours, Side theirs, Labels labels) {
        Segments before = Segments.of(base);
        this.ours = Segments.of(ours);
        this.theirs = Segments.of(theirs);
        this.base = before.byKey();
        this.baseTail = before.tail();
        this.ourKeys = this.ours.byKey();
        this.theirKeys = this.theirs.byKey();
        this.labels = labels;
        this.separator = ours.document().lineSeparatorAt(0);
    }

    /**
     * Merges.
     *
     * @return nothing when the text would not be read back as it was meant, as where a quote is closed nowhere
     */
    public static Optional<Merged> merge(Side base, Side ours, Side theirs, Labels labels) {
        return new DocumentMerge(base, ours, theirs, labels).run();
    }

    private Optional<Merged> run() {
        List<Piece> start = new ArrayList<>();
        Map<Segments.Key, List<Piece>> behind = new HashMap<>();
        List<Piece> place = start;
        for (Segments.Segment segment : theirs.list()) {
            if (ourKeys.containsKey(segment.key())) {
                place = behind.computeIfAbsent(segment.key(), any -> new ArrayList<>());
            } else {
                ofTheirs(segment).ifPresent(place::add);
            }
        }
        List<Piece> pieces = new ArrayList<>(start);
        for (Segments.Segment segment : ours.list()) {
            pieces.add(ofOurs(segment));
            pieces.addAll(behind.getOrDefault(segment.key(), List.of()));
        }
        return written(pieces);
    }

    private Piece ofOurs(Segments.Segment mine) {
        Segments.Key key = mine.key();
        Segments.Segment before = base.get(key);
        Segments.Segment other = theirKeys.get(key);
        String gap =
                other != null && before != null && mine.gap().equals(before.gap()) ? lines(other.gap()) : mine.gap();
        boolean unchangedHere = before != null && mine.value().equals(before.value());
        if (other == null) {
            if (before == null) {
                return piece(mine, gap, mine.body());
            }
            return unchangedHere
                    ? new Piece(key, mine.gap(), List.of(), List.of(), false)
                    : new Piece(key, gap, List.of(mine.body(), ""), List.of(mine.core()), true);
        }
        String suffix = before != null && mine.suffix().equals(before.suffix()) ? lines(other.suffix()) : mine.suffix();
        if (mine.value().equals(other.value())
                || (before != null && other.value().equals(before.value()))) {
            return piece(mine, gap, mine.prefix() + mine.core() + suffix);
        }
        if (unchangedHere) {
            return new Piece(key, gap, List.of(mine.prefix() + other.core() + suffix), List.of(other.core()), false);
        }
        return new Piece(
                key, gap, List.of(mine.body(), lines(other.body(), other)), List.of(mine.core(), other.core()), true);
    }

    private static Piece piece(Segments.Segment segment, String gap, String body) {
        return new Piece(segment.key(), gap, List.of(body), List.of(segment.core()), false);
    }

    /** Returns what becomes of a variable that only the other side has; nothing when ours removed it and it did not change. */
    private Optional<Piece> ofTheirs(Segments.Segment other) {
        Segments.Segment before = base.get(other.key());
        String body = lines(other.body(), other);
        if (before == null) {
            return Optional.of(new Piece(other.key(), newGap(other), List.of(body), List.of(other.core()), false));
        }
        return before.value().equals(other.value())
                ? Optional.empty()
                : Optional.of(new Piece(other.key(), "", List.of("", body), List.of(other.core()), true));
    }

    /** Returns the comments that came with a new variable: lines that ours has already are not doubled. */
    private String newGap(Segments.Segment other) {
        Set<String> present = new HashSet<>();
        ours.list().forEach(segment -> segment.gap().lines().map(String::strip).forEach(present::add));
        ours.tail().lines().map(String::strip).forEach(present::add);
        StringBuilder gap = new StringBuilder();
        other.gap()
                .lines()
                .filter(line -> line.isBlank() || !present.contains(line.strip()))
                .forEach(line -> gap.append(line).append(separator));
        return gap.toString().isBlank() ? "" : gap.toString();
    }

    private String lines(String text) {
        return text.replace("\r\n", "\n").replace("\n", separator);
    }

    /** Returns an assignment with our line ends round it; within the value they stay as they are. */
    private String lines(String body, Segments.Segment segment) {
        int end = segment.prefix().length() + segment.core().length();
        return body.substring(0, end) + lines(body.substring(end));
    }

    private Optional<Merged> written(List<Piece> pieces) {
        StringBuilder text = new StringBuilder(ours.mark());
        List<String> cores = new ArrayList<>();
        Set<String> conflicts = new LinkedHashSet<>();
        for (Piece piece : pieces) {
            append(text, piece.gap());
            if (piece.conflict()) {
                conflicts.add(piece.key().name());
                append(text, OURS + labels.ours() + separator);
                append(text, piece.bodies().getFirst());
                append(text, BETWEEN + separator);
                append(text, piece.bodies().getLast());
                append(text, THEIRS + labels.theirs() + separator);
            } else {
                piece.bodies().forEach(body -> append(text, body));
            }
            cores.addAll(piece.cores());
        }
        append(text, ours.tail().equals(baseTail) ? lines(theirs.tail()) : ours.tail());
        EnvDocument merged = EnvDocument.parse(text.toString());
        List<String> read = merged.assignments().stream()
                .map(each -> merged.text().substring(each.nameStart(), each.writtenEnd()))
                .toList();
        return read.equals(cores) ? Optional.of(new Merged(merged, conflicts)) : Optional.empty();
    }

    private void append(StringBuilder text, String piece) {
        if (piece.isEmpty()) {
            return;
        }
        boolean openLine = text.length() > ours.mark().length() && !Blanks.isLineEnd(text.charAt(text.length() - 1));
        text.append(openLine ? separator : "").append(piece);
    }
}
