package io.envdrift.cli.base;

import io.envdrift.cli.render.Escaping;
import io.envdrift.sync.KeyFit;
import io.envdrift.sync.KeyMaterial;
import io.envdrift.sync.Step;
import io.envdrift.workflow.files.NewKeyApproval;
import io.envdrift.workflow.keys.UpdateApproval;
import java.util.Locale;
import java.util.Optional;

/** Asks the user questions, where there is a terminal. Only {@code y} and {@code yes} mean yes. */
public final class Prompts {
    private final Optional<Host.Terminal> terminal;

    /** Creates prompts. */
    public Prompts(Host host) {
        this.terminal = host.terminal();
    }

    /** Decides about keys that would be replaced. */
    public UpdateApproval updates(boolean force) {
        return force ? UpdateApproval.always() : this::askUpdate;
    }

    /** Decides about new key pairs. */
    public NewKeyApproval newKeys(boolean force) {
        return file -> force
                || ask("No key for " + Escaping.text(file) + ". Make a new one? (y/N): ")
                        .orElse(false);
    }

    private UpdateApproval.Answer askUpdate(Step.Update update) {
        String question = "Value mismatch for " + Escaping.text(update.mapping().secretName()) + "\n  Local: "
                + KeyMaterial.described(update.local()) + "\n  Vault: "
                + KeyMaterial.described(update.material().value()) + opens(update.fit())
                + "\nUpdate local file with vault value? (y/N): ";
        return ask(question)
                .map(yes -> yes ? UpdateApproval.Answer.REPLACE : UpdateApproval.Answer.KEEP)
                .orElse(UpdateApproval.Answer.NOBODY_TO_ASK);
    }

    /** Tells whether there is somebody to ask. */
    public boolean isPossible() {
        return terminal.isPresent();
    }

    /** Asks whether an edit that cannot be taken is gone on with. */
    public boolean editAgain() {
        return ask("Edit again? (y/N): ").orElse(false);
    }

    private static String opens(KeyFit fit) {
        return switch (fit) {
            case LOCAL -> "\n  The local key opens the env file, the vault's does not.";
            case LOCAL_SINCE_COMMIT -> "\n  The local key opens the env file, the vault's opens it as git has it.";
            case VAULT -> "\n  The vault's key opens the env file, the local one does not.";
            case BOTH, NEITHER, UNKNOWN -> "";
        };
    }

    /** Returns the answer, or nothing when there is nobody to ask. */
    private synchronized Optional<Boolean> ask(String question) {
        return terminal.flatMap(somebody -> somebody.ask(question)).map(Prompts::isYes);
    }

    public static boolean isYes(String answer) {
        String word = answer.strip().toLowerCase(Locale.ROOT);
        return word.equals("y") || word.equals("yes");
    }
}
