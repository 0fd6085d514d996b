package io.envdrift.maven;

import io.envdrift.api.Envdrift;
import io.envdrift.base.OneLine;
import io.envdrift.sync.DecryptionTest;
import io.envdrift.sync.Outcome;
import io.envdrift.sync.SyncMode.Check;
import io.envdrift.sync.SyncReport;
import io.envdrift.workflow.keys.SyncOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Fails the build when a key of the vault does not open its env file, a file holds plaintext, or a keys file here has another key than
 * the vault. Nothing is written.
 */
@Mojo(name = "check", defaultPhase = LifecyclePhase.VERIFY, requiresProject = false, threadSafe = true)
public final class CheckMojo extends EnvdriftMojo {
    /** The profile whose mappings are checked besides the untagged ones. */
    @Parameter(property = "envdrift.profile")
    @Nullable
    String profile;

    /** Creates the goal. */
    public CheckMojo() {}

    @Override
    void run(Envdrift envdrift) throws MojoFailureException {
        SyncReport report = envdrift.sync(SyncOptions.plain(Optional.ofNullable(profile))
                .previewing()
                .with(Check.DECRYPTION)
                .with(Check.MISSING_FILES));
        List<String> drifted = new ArrayList<>();
        for (SyncReport.Row row : report.rows()) {
            Optional<String> problem = problem(row);
            String name = row.mapping().folderPath() + " (" + row.mapping().secretName() + ")";
            if (problem.isPresent()) {
                drifted.add(name);
                getLog().error(OneLine.of(name + ": " + problem.get()));
            } else {
                getLog().info(OneLine.of(name + ": in order"));
            }
        }
        if (!drifted.isEmpty()) {
            throw new MojoFailureException(OneLine.of("envdrift: " + drifted.size() + " of "
                    + report.rows().size() + " mappings drifted: " + String.join(", ", drifted)));
        }
    }

    private static Optional<String> problem(SyncReport.Row row) {
        if (row.outcome() instanceof Outcome.Failed failed) {
            return Optional.of(OneLine.withHint(failed.failure()));
        }
        if (row.decryption().orElse(null) instanceof DecryptionTest.Failed test) {
            return Optional.of(test.file().map(file -> file + ": ").orElse("") + test.reason());
        }
        // A gate reports a different key; a preview would announce its replacement.
        boolean differs = row.isError() || row.outcome() instanceof Outcome.WouldUpdate;
        return differs
                ? Optional.of(row.mapping().keysFile() + " has another key than the vault: run envdrift status")
                : Optional.empty();
    }
}
