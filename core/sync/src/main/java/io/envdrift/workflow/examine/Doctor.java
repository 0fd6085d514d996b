package io.envdrift.workflow.examine;

import io.envdrift.base.EnvdriftException;
import io.envdrift.config.Mapping;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultSettings;
import io.envdrift.workflow.Project;
import io.envdrift.workflow.examine.Finding.Severity;
import io.envdrift.workflow.examine.Finding.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Examines a project: its configuration, vaults, files, permissions, and what git knows. Writes nothing. */
public record Doctor(Project project) {
    private static final Duration TOLERATED_SKEW = Duration.ofMinutes(1);

    /** Runs every check; none stops another. */
    public List<Finding> run() {
        List<Finding> findings = new ArrayList<>();
        configuration(findings);
        vaults(findings);
        new DoctorFiles(project).run(findings);
        return findings;
    }

    private void configuration(List<Finding> findings) {
        List<Mapping> mappings = project.config().sync().mappings();
        findings.add(Finding.good(
                Topic.CONFIGURATION, project.config().file() + " is valid, " + mappings.size() + " mapping(s)"));
        project.config()
                .warnings()
                .forEach(warning ->
                        findings.add(Finding.of(Topic.CONFIGURATION, Severity.WARNING, warning, "correct the file")));
        mappings.stream()
                .flatMap(mapping -> mapping.problem().stream())
                .forEach(problem -> findings.add(Finding.of(Topic.CONFIGURATION, problem)));
    }

    private void vaults(List<Finding> findings) {
        Set<VaultSettings> distinct = new LinkedHashSet<>();
        for (Mapping mapping : project.config().sync().mappings()) {
            try {
                distinct.add(project.secretOf(mapping).vault());
            } catch (EnvdriftException e) {
                findings.add(Finding.of(Topic.VAULT, e));
            }
        }
        for (VaultSettings settings : distinct) {
            try {
                Vault vault = project.vault(settings);
                vault.probe();
                findings.add(Finding.good(Topic.VAULT, vault.label() + " answers and accepts the credentials"));
                vault.clockSkew().ifPresent(skew -> clock(vault, skew, findings));
            } catch (EnvdriftException e) {
                findings.add(Finding.of(Topic.VAULT, e));
            }
        }
    }

    private static void clock(Vault vault, Duration skew, List<Finding> findings) {
        if (skew.abs().compareTo(TOLERATED_SKEW) > 0) {
            findings.add(Finding.of(
                    Topic.MACHINE,
                    Severity.PROBLEM,
                    "this machine's clock and that of " + vault.label() + " are "
                            + skew.abs().toSeconds() + " s apart",
                    "set the clock, as with NTP: signed requests fail otherwise"));
        }
    }
}
