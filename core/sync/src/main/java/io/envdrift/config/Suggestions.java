package io.envdrift.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody may have meant by a mistyped name. */
public final class Suggestions {
    /** The least similarity of a suggestion, as in the original tool. */
    public static final double LEAST_SIMILARITY = 0.6;

    /** Longer names get no suggestion: this bounds the work for text from outside. */
    private static final int LONGEST = 100;

    private Suggestions() {}

    /** Tells whether a name is at most two typing mistakes (a letter changed, added, left out) from a candidate. */
    public static boolean isTypo(String mistyped, Collection<String> candidates) {
        return candidates.stream().anyMatch(candidate -> distance(mistyped, candidate) <= 2);
    }

    private static int distance(String one, String other) {
        if (Math.abs(one.length() - other.length()) > 2) {
            return Integer.MAX_VALUE;
        }
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int change = diagonal
                        + (Character.toLowerCase(one.charAt(i - 1)) == Character.toLowerCase(other.charAt(j - 1))
                                ? 0
                                : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }

    /** Returns the most similar candidate as a question in brackets, with a blank before it; empty text where there is none. */
    public static String inBrackets(String mistyped, Collection<String> candidates) {
        return closest(mistyped, candidates)
                .map(meant -> " (did you mean " + meant + "?)")
                .orElse("");
    }

    /** Returns the most similar candidate, if it is similar enough. Case is ignored; of equals, the first one wins. */
    public static Optional<String> closest(String mistyped, Collection<String> candidates) {
        if (mistyped.length() > LONGEST) {
            return Optional.empty();
        }
        String best = "";
        double bestSimilarity = 0;
        for (String candidate : candidates) {
            double similarity = candidate.length() > LONGEST ? 0 : similarity(lower(mistyped), lower(candidate));
            if (similarity > bestSimilarity) {
                best = candidate;
                bestSimilarity = similarity;
            }
        }
        return bestSimilarity >= LEAST_SIMILARITY ? Optional.of(best) : Optional.empty();
    }

    /**
     * Returns how alike two texts are, from 0 to 1: twice the characters they share, by Ratcliff and Obershelp, over the
     * sum of their lengths. The measure of Python's {@code difflib}, so both tools suggest the same.
     */
    static double similarity(String left, String right) {
        int sum = left.length() + right.length();
        return sum == 0 ? 1 : 2.0 * shared(left, right) / sum;
    }

    /** Counts the longest common piece and, in what lies before and after it, the same again. */
    private static int shared(String left, String right) {
        int length = 0;
        int leftStart = 0;
        int rightStart = 0;
        int[] endingHere = new int[right.length() + 1];
        for (int i = 0; i < left.length(); i++) {
            for (int j = right.length() - 1; j >= 0; j--) {
                endingHere[j + 1] = left.charAt(i) == right.charAt(j) ? endingHere[j] + 1 : 0;
                int start = j - endingHere[j + 1] + 1;
                boolean earlier = i - endingHere[j + 1] + 1 == leftStart && start < rightStart;
                if (endingHere[j + 1] > length || (endingHere[j + 1] == length && length > 0 && earlier)) {
                    length = endingHere[j + 1];
                    leftStart = i - length + 1;
                    rightStart = start;
                }
            }
        }
        if (length == 0) {
            return 0;
        }
        return length
                + shared(left.substring(0, leftStart), right.substring(0, rightStart))
                + shared(left.substring(leftStart + length), right.substring(rightStart + length));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
