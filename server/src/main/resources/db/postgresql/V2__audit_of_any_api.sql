-- The audit log of more than one API. Servers of the version before may share the database during an upgrade, so what they
-- write stays: environment_id and device_id, which are replaced by subject and credential.
ALTER TABLE audit_log ADD COLUMN api            TEXT NOT NULL DEFAULT 'vault-env';
ALTER TABLE audit_log ADD COLUMN subject        TEXT; -- which part of the project, as in an environment's name
ALTER TABLE audit_log ADD COLUMN principal_kind TEXT; -- what kind of caller: a device, a role
ALTER TABLE audit_log ADD COLUMN credential     TEXT; -- the id of what proved it: a device, a token

UPDATE audit_log SET subject = (SELECT name FROM environments WHERE environments.id = audit_log.environment_id),
                     credential = device_id,
                     principal_kind = CASE WHEN device_id IS NULL THEN NULL ELSE 'device' END;
