package io.envdrift.server.seal;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers opened keys: a project's key is needed for every call, and opening it takes a quarter of the work of a
 * pull. The keys are derivable in memory anyway, as long as the master key is. Safe for use by several threads.
 */
public final class RememberingSealer implements Sealer {
    private static final int MOST = 10_000;

    private final Sealer sealer;
    private final Map<Sealed, byte[]> opened = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Sealed, byte[]> eldest) {
            return size() > MOST;
        }
    };

    /** The text and what it belongs to: together they are authentic, so together they are remembered. */
    private record Sealed(String text, SealContext context) {}

    /** Creates a memory in front of a sealer. */
    public RememberingSealer(Sealer sealer) {
        this.sealer = sealer;
    }

    @Override
    public String seal(byte[] plaintext, SealContext context) {
        return sealer.seal(plaintext, context);
    }

    @Override
    public byte[] open(String sealed, SealContext context) {
        Sealed key = new Sealed(sealed, context);
        byte[] known;
        synchronized (opened) {
            known = opened.get(key);
        }
        if (known == null) {
            known = sealer.open(sealed, context);
            synchronized (opened) {
                opened.put(key, known);
            }
        }
        return known.clone();
    }
}
