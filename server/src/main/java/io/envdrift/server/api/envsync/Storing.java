package io.envdrift.server.api.envsync;

import io.envdrift.server.api.envsync.Branches.Counted;
import io.envdrift.server.pipeline.Refusal;
import io.envdrift.server.store.Quotas;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;

/** Stores versions, within the quotas. The first one makes project and branch. */
record Storing(Quotas quotas, InstantSource clock) {
    /**
     * Appends a version to a branch.
     *
     * @return its number
     * @throws Refusal 403 beyond a quota, 409 when another version is current than the push expects
     */
    long append(Connection connection, String project, String branch, Push push, Caller caller) throws SQLException {
        Instant now = clock.instant();
        long bytes = push.ciphertext().length() + (long) push.names().length();
        // Most branches are there: one statement finds and counts.
        Optional<Counted> known = Branches.countUp(connection, project, branch, push.expected(), bytes);
        Counted counted =
                known.isPresent() ? known.get() : countFirst(connection, project, branch, push.expected(), bytes, now);
        String id = counted.id();
        long version = counted.version();
        Versions.add(connection, id, version, push.ciphertext(), push.names(), caller.email(), now);
        if (quotas.versions() > 0) {
            Branches.COUNTER.countDown(
                    connection, id, Versions.removeUpTo(connection, id, version - quotas.versions()));
        }
        if (quotas.projectBytes() > 0) {
            String projectId = Projects.find(connection, project).orElseThrow();
            if (Branches.COUNTER.storedBytes(connection, projectId) > quotas.projectBytes()) {
                throw Refusals.forbidden("Project quota exceeded: " + quotas.projectBytes() + " bytes");
            }
        }
        return version;
    }

    /** Makes project and branch unless they are there, and counts. */
    private Counted countFirst(
            Connection connection, String project, String branch, OptionalLong expected, long bytes, Instant now)
            throws SQLException {
        Optional<String> known = Projects.find(connection, project);
        if (known.isEmpty() && quotas.projects() > 0 && Projects.count(connection) >= quotas.projects()) {
            throw Refusals.forbidden("Project quota reached: " + quotas.projects() + " projects");
        }
        String projectId = known.isPresent() ? known.get() : Projects.ensure(connection, project, now);
        Branches.COUNTER.ensure(connection, projectId, branch, Times.text(now));
        Optional<Counted> counted = Branches.countUp(connection, project, branch, expected, bytes);
        if (counted.isEmpty()) {
            throw conflict(Versions.newest(connection, project, branch));
        }
        return counted.get();
    }

    private static Refusal conflict(Optional<Versions.Version> current) {
        return Refusals.conflict(current.map(version -> "Version " + version.number()
                        + " is the current one, pushed by " + version.pushedBy() + " at " + version.pushedAt())
                .orElse("The branch has no version"));
    }
}
