package io.envdrift.workflow.keys;

import io.envdrift.sync.Step;

/** Decides whether a key in a keys file is replaced by the vault's. */
@FunctionalInterface
public interface UpdateApproval {
    /** The decision about one key. */
    enum Answer {
        /** Replace it; a backup is made. */
        REPLACE,
        /** Somebody was asked and wants to keep it. */
        KEEP,
        /** Nobody could be asked. */
        NOBODY_TO_ASK
    }

    /**
     * Decides about one key.
     *
     * @throws io.envdrift.base.EnvdriftException when the question cannot be put; it becomes an error row
     */
    Answer ask(Step.Update update);

    /** Replaces without asking. */
    static UpdateApproval always() {
        return update -> Answer.REPLACE;
    }

    /** Never replaces: for runs without a terminal. */
    static UpdateApproval never() {
        return update -> Answer.NOBODY_TO_ASK;
    }
}
