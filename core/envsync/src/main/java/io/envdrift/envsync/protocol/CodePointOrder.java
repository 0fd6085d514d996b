package io.envdrift.envsync.protocol;

import java.util.Arrays;
import java.util.Comparator;

/** The order of names in what EnvSync reports: by code points, as the original sorts. Java's own order puts some elsewhere. */
public final class CodePointOrder {
    /** Compares two texts. */
    public static final Comparator<String> COMPARATOR = (one, other) ->
            Arrays.compare(one.codePoints().toArray(), other.codePoints().toArray());

    private CodePointOrder() {}
}
