package io.envdrift.server.api.vaultenv;

import io.envdrift.server.pipeline.Tables;
import io.envdrift.server.seal.SealContext;
import io.envdrift.server.seal.Sealer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** What vault-env keeps: projects with their sealed signing keys, and signatures that were used. */
public final class VaultEnvTables implements Tables {
    @Override
    public void clean(Connection connection, Instant now) throws SQLException {
        Projects.removeUnkeyed(connection, now.minus(ProjectApi.KEYLESS_LIFE));
        UsedSignatures.removeExpired(connection, now.toEpochMilli());
    }

    @Override
    public int reseal(Connection connection, Sealer old, Sealer next) throws SQLException {
        List<StoredProject> projects = Projects.keyed(connection);
        for (StoredProject project : projects) {
            SealContext context = signingKey(project.id());
            byte[] key = old.open(project.sealedKey(), context);
            Projects.reseal(connection, project.id(), next.seal(key, context));
        }
        return projects.size();
    }

    /** Returns what a project's signing key is sealed for; keys of before contexts had names are sealed for the bare id. */
    static SealContext signingKey(String projectId) {
        return SealContext.of("vault-env/signing-key", projectId).orBare(projectId);
    }
}
