package io.envdrift.server.operate;

import io.envdrift.server.pipeline.AuditLog;
import io.envdrift.server.store.Database;
import io.envdrift.server.store.StorageSettings;
import java.util.List;
import java.util.Optional;

/** The audit log as lines of text. */
public final class AuditReport {
    private AuditReport() {}

    /** Returns the newest rows of one project or of all, newest first; columns are separated by tabs. */
    public static List<String> lines(StorageSettings settings, Optional<String> project, int limit) {
        try (Database database = Database.openExisting(settings)) {
            return database.read(connection -> AuditLog.lines(connection, project, limit));
        }
    }
}
