package io.envdrift.example;

import io.envdrift.api.Envdrift;
import io.envdrift.base.EnvdriftException;
import io.envdrift.sync.SyncMode.Check;
import io.envdrift.sync.SyncReport;
import io.envdrift.workflow.examine.KeyStatus;
import io.envdrift.workflow.keys.SyncOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A program that asks whether every committed file still opens with its vault's key: a drift gate of one's own. */
public final class DriftGate {
    private DriftGate() {}

    /** Returns the folders whose key does not fit; none when all do. */
    public static List<String> foldersThatDrifted(Envdrift envdrift) {
        List<String> drifted = new ArrayList<>();
        SyncReport report =
                envdrift.sync(SyncOptions.plain(Optional.empty()).previewing().with(Check.DECRYPTION));
        report.rows().stream()
                .filter(SyncReport.Row::isError)
                .forEach(row -> drifted.add(row.mapping().folderPath()));
        return drifted;
    }

    /** Prints the fingerprints of a project's keys, and ends with 1 when a key does not fit. */
    public static void main(String[] arguments) {
        try (Envdrift envdrift = Envdrift.load(Path.of(arguments[0]))) {
            for (KeyStatus status : envdrift.status(Optional.empty())) {
                System.out.println(status.mapping().folderPath() + " "
                        + status.vault().newest().orElse("no key"));
            }
            if (!foldersThatDrifted(envdrift).isEmpty()) {
                System.exit(1);
            }
        } catch (EnvdriftException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }
}
