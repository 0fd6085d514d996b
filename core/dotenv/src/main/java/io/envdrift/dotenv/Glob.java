package io.envdrift.dotenv;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A pattern over names: {@code *} any text, {@code ?} one character, {@code [a-z]} and {@code [!a-z]} one of a set,
 * {@code {a,b}} alternatives that may nest, {@code \} takes the next character as it is, {@code !} at the front negates.
 * Letter case counts.
 *
 * <p>All states are followed at once, so no pattern takes longer than its length times that of the name.
 */
public final class Glob {
    /** How many characters a pattern may have. */
    public static final int MAX_LENGTH = 1_000;

    private final String pattern;
    private final boolean negated;
    private final GlobCompiler.Program program;

    private Glob(String pattern) {
        this.pattern = pattern;
        this.negated = pattern.startsWith("!");
        this.program = new GlobCompiler(negated ? pattern.substring(1) : pattern).compile();
    }

    /**
     * Reads a pattern. A bracket or brace without its partner stands for itself.
     *
     * @throws EnvdriftException {@code USAGE} when it is longer than 1,000 characters
     */
    public static Glob of(String pattern) {
        if (pattern.length() > MAX_LENGTH) {
            throw new EnvdriftException(ErrorCode.USAGE, "a name pattern of more than " + MAX_LENGTH + " characters");
        }
        return new Glob(pattern);
    }

    /** Tells whether the whole name matches. */
    public boolean matches(String name) {
        BitSet states = new BitSet();
        reach(0, states);
        for (int at = 0; at < name.length() && !states.isEmpty(); at++) {
            BitSet next = new BitSet();
            for (int state = states.nextSetBit(0); state >= 0; state = states.nextSetBit(state + 1)) {
                GlobCompiler.Step step = program.steps().get(state);
                if (step.accepts(name.charAt(at))) {
                    reach(step.target(), next);
                }
            }
            states = next;
        }
        return states.get(program.end()) != negated;
    }

    /** Adds a state and all that can be reached from it without a character. */
    private void reach(int state, BitSet states) {
        List<Integer> waiting = new ArrayList<>(List.of(state));
        while (!waiting.isEmpty()) {
            int each = waiting.removeLast();
            if (!states.get(each)) {
                states.set(each);
                waiting.addAll(program.steps().get(each).free());
            }
        }
    }

    /** Returns the pattern. */
    @Override
    public String toString() {
        return pattern;
    }
}
