package io.envdrift.dotenv;

import java.util.ArrayList;
import java.util.List;

/** From the text of a pattern to a machine whose states can be followed all at once. */
final class GlobCompiler {
    private final String pattern;
    private final List<Step> steps = new ArrayList<>();

    /** One state: what character it accepts and where that leads, and where it leads without a character. */
    record Step(CharSet accepted, int target, List<Integer> free) {
        boolean accepts(char c) {
            return accepted.contains(c);
        }
    }

    /** The states, from 0, and the one that means success. */
    record Program(List<Step> steps, int end) {}

    @FunctionalInterface
    interface CharSet {
        boolean contains(char c);
    }

    private static final CharSet NONE = c -> false;
    private static final CharSet ANY = c -> true;

    GlobCompiler(String pattern) {
        this.pattern = pattern;
    }

    Program compile() {
        int end = sequence(0, pattern.length());
        steps.add(new Step(NONE, end, List.of()));
        return new Program(List.copyOf(steps), end);
    }

    /** Compiles a range; its states follow one another, and it returns the number of the state behind them. */
    private int sequence(int from, int to) {
        int at = from;
        while (at < to) {
            at = one(at, to);
        }
        return steps.size();
    }

    private int one(int at, int to) {
        char c = pattern.charAt(at);
        switch (c) {
            case '*' -> {
                int self = steps.size();
                steps.add(new Step(ANY, self, List.of(self + 1)));
                return at + 1;
            }
            case '?' -> {
                accept(ANY);
                return at + 1;
            }
            case '[' -> {
                int close = pattern.indexOf(']', at + (startsNegated(at + 1) ? 3 : 2));
                if (close >= 0 && close < to) {
                    accept(set(at + 1, close));
                    return close + 1;
                }
            }
            case '{' -> {
                List<Integer> commas = alternatives(at, to);
                if (commas.size() > 2) {
                    choice(commas);
                    return commas.getLast() + 1;
                }
            }
            case '\\' -> {
                if (at + 1 < to) {
                    literal(pattern.charAt(at + 1));
                    return at + 2;
                }
            }
            default -> {}
        }
        literal(c);
        return at + 1;
    }

    private void literal(char wanted) {
        accept(c -> c == wanted);
    }

    private void accept(CharSet set) {
        steps.add(new Step(set, steps.size() + 1, List.of()));
    }

    /** Returns the offsets of an opening brace, its commas, and its closing brace; empty when it is never closed. */
    private List<Integer> alternatives(int open, int to) {
        List<Integer> marks = new ArrayList<>(List.of(open));
        int depth = 0;
        for (int at = open; at < to; at++) {
            switch (pattern.charAt(at)) {
                case '\\' -> at++;
                case '{' -> depth++;
                case '}' -> {
                    depth--;
                    if (depth == 0) {
                        marks.add(at);
                        return marks;
                    }
                }
                case ',' -> {
                    if (depth == 1) {
                        marks.add(at);
                    }
                }
                default -> {}
            }
        }
        return List.of();
    }

    private void choice(List<Integer> marks) {
        int fork = steps.size();
        steps.add(new Step(NONE, fork, List.of()));
        List<Integer> branches = new ArrayList<>();
        List<Integer> joins = new ArrayList<>();
        for (int i = 0; i + 1 < marks.size(); i++) {
            branches.add(steps.size());
            joins.add(sequence(marks.get(i) + 1, marks.get(i + 1)));
            steps.add(new Step(NONE, fork, List.of()));
        }
        steps.set(fork, new Step(NONE, fork, List.copyOf(branches)));
        int behind = steps.size();
        joins.forEach(join -> steps.set(join, new Step(NONE, join, List.of(behind))));
    }

    private boolean startsNegated(int at) {
        return at < pattern.length() && (pattern.charAt(at) == '!' || pattern.charAt(at) == '^');
    }

    private CharSet set(int from, int to) {
        boolean negated = startsNegated(from);
        String members = pattern.substring(negated ? from + 1 : from, to);
        return c -> isMember(members, c) != negated;
    }

    private static boolean isMember(String members, char c) {
        for (int i = 0; i < members.length(); i++) {
            boolean range = i + 2 < members.length() && members.charAt(i + 1) == '-';
            if (range ? members.charAt(i) <= c && c <= members.charAt(i + 2) : members.charAt(i) == c) {
                return true;
            }
            if (range) {
                i += 2;
            }
        }
        return false;
    }
}
