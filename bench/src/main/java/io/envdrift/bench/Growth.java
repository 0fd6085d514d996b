package io.envdrift.bench;

import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.EnvEdit;
import java.util.Arrays;
import java.util.Locale;

/** Parses documents of about 1 to 18 MB and rewrites every value, and prints how much longer one of twice the size takes. */
public final class Growth {
    private static final String LINE = "NAME_%07d=\"a value of some forty characters in all.\"\n";
    private static final int SMALLEST = 20_000;
    private static final int DOUBLINGS = 4;
    private static final int ROUNDS = 9;

    private Growth() {}

    /** Prints a row per size; there are no arguments. */
    public static void main(String[] arguments) {
        System.out.println("| size | median | times the one before |");
        System.out.println("|---|---|---|");
        long before = 0;
        for (int i = 0; i <= DOUBLINGS; i++) {
            String text = text(SMALLEST << i);
            long median = median(text);
            System.out.printf(
                    Locale.ROOT,
                    "| %.1f MB | %.1f ms | %s |%n",
                    text.length() / 1e6,
                    median / 1e6,
                    before == 0 ? "" : String.format(Locale.ROOT, "%.2f", (double) median / before));
            before = median;
        }
    }

    private static String text(int lines) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            text.append(String.format(Locale.ROOT, LINE, i));
        }
        return text.toString();
    }

    private static long median(String text) {
        long[] rounds = new long[ROUNDS];
        long length = 0;
        for (int i = -2; i < ROUNDS; i++) {
            long start = System.nanoTime();
            EnvDocument document = EnvDocument.parse(text);
            EnvEdit edit = document.edit();
            document.assignments().forEach(each -> edit.replaceValue(each, "another value"));
            length += edit.apply().text().length();
            if (i >= 0) {
                rounds[i] = System.nanoTime() - start;
            }
        }
        if (length == 0) {
            throw new IllegalStateException("nothing was read");
        }
        Arrays.sort(rounds);
        return rounds[ROUNDS / 2];
    }
}
