/** Whether a target was met, as it is printed. */
final class Verdict {
    private Verdict() {}

    static String of(boolean met, String target) {
        return "   " + (met ? "met" : "MISSED") + " (" + target + ")";
    }
}
