package io.envdrift.cli.git;

import io.envdrift.base.EnvdriftException;
import io.envdrift.cli.base.FilteredClone;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.base.ReportingCommand;
import io.envdrift.git.FilterProcess;
import io.envdrift.git.GitDirectory;
import io.envdrift.git.GitObjects;
import io.envdrift.git.SmudgeMemory;
import io.envdrift.workflow.gitfilter.EnvFilter;
import io.envdrift.workflow.gitfilter.KnownBlobs;
import io.envdrift.workflow.gitfilter.ShutFilter;
import java.util.List;

/** {@code envdrift git filter-process}: what git starts once per command, to have files encrypted and decrypted. */
final class FilterProcessCommand extends ReportingCommand {

    FilterProcessCommand(Host host) {
        super(
                host,
                "git",
                Outline.of("filter-process", "What git starts to have files encrypted and decrypted.")
                        .hide());
    }

    @Override
    protected Reporter.Result work(Reporter reporter) {
        FilteredClone opened;
        try {
            opened = FilteredClone.of(host);
        } catch (EnvdriftException e) {
            return serveShut(reporter, e);
        }
        try (FilteredClone clone = opened;
                GitObjects objects = new GitObjects(clone.git().top(), host.environment())) {
            SmudgeMemory memory = clone.memory();
            EnvFilter filter = new EnvFilter(clone.files(), clone.keys(), memory, objects, clone.cipher());
            try {
                new FilterProcess(filter, reporter::warn).serve(host.in(), host.out());
            } finally {
                memory.save();
                tell(reporter, filter.left());
            }
            return done();
        }
    }

    private Reporter.Result serveShut(Reporter reporter, EnvdriftException reason) {
        GitDirectory git = FilteredClone.directory(host);
        try (GitObjects objects = new GitObjects(git.top(), host.environment())) {
            ShutFilter filter = new ShutFilter(reason, new KnownBlobs(FilteredClone.memory(host, git), objects));
            try {
                new FilterProcess(filter, reporter::warn).serve(host.in(), host.out());
            } finally {
                filter.left().ifPresent(reporter::warn);
            }
            return done();
        }
    }

    private static Reporter.Result done() {
        return Reporter.Result.printed();
    }

    /** Once per git command, however many files it is about. */
    private static void tell(Reporter reporter, List<EnvFilter.Left> left) {
        if (left.isEmpty()) {
            return;
        }
        EnvdriftException first = left.getFirst().reason();
        String others = left.size() > 1 ? " and " + (left.size() - 1) + " more" : "";
        reporter.warn(List.of(left.getFirst().path() + others + " stays encrypted: " + first.getMessage()
                + "; run 'envdrift sync', then 'envdrift git refresh'"));
    }
}
