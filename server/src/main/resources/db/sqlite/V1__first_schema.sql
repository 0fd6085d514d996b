-- The documented schema, with what this server adds. Times are ISO-8601 in UTC with milliseconds.
CREATE TABLE projects (
    id               TEXT    NOT NULL PRIMARY KEY,
    name             TEXT    NOT NULL,
    key_hash         TEXT    NOT NULL DEFAULT '', -- the signing key, sealed; empty until it is set
    created_at       TEXT    NOT NULL,
    strict           INTEGER NOT NULL DEFAULT 0,
    setup_token_hash TEXT                         -- SHA-256 of the one-time token, until the key is set
);

CREATE TABLE environments (
    id             TEXT    NOT NULL PRIMARY KEY,
    project_id     TEXT    NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    name           TEXT    NOT NULL,
    created_at     TEXT    NOT NULL,
    latest_version INTEGER NOT NULL DEFAULT 0,
    stored_bytes   INTEGER NOT NULL DEFAULT 0,
    UNIQUE (project_id, name)
);

CREATE TABLE secret_versions (
    id             INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    environment_id TEXT    NOT NULL REFERENCES environments (id) ON DELETE CASCADE,
    version        INTEGER NOT NULL,
    encrypted_blob TEXT    NOT NULL,
    changed_keys   TEXT,
    created_at     TEXT    NOT NULL,
    UNIQUE (environment_id, version)
);

CREATE TABLE devices (
    id           TEXT NOT NULL PRIMARY KEY,
    project_id   TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    device_name  TEXT NOT NULL,
    device_hash  TEXT NOT NULL,
    status       TEXT NOT NULL CHECK (status IN ('pending', 'approved', 'revoked')),
    created_at   TEXT NOT NULL,
    approved_at  TEXT,
    last_seen_at TEXT,
    UNIQUE (project_id, device_hash)
);

CREATE TABLE audit_log (
    id             INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    project_id     TEXT    NOT NULL,
    environment_id TEXT,
    action         TEXT    NOT NULL,
    status         INTEGER NOT NULL DEFAULT 200,
    device_id      TEXT,
    principal      TEXT,                          -- who called, once there are callers with a name
    ip             TEXT,
    user_agent     TEXT,
    created_at     TEXT    NOT NULL
);
CREATE INDEX audit_log_of_project ON audit_log (project_id, id);

-- Signatures that changed something, until they are stale anyway.
CREATE TABLE used_signatures (
    project_id  TEXT    NOT NULL,
    digest      TEXT    NOT NULL,
    fingerprint TEXT    NOT NULL,                 -- SHA-256 of the whole request
    answer      TEXT    NOT NULL,
    expires_at  INTEGER NOT NULL,                 -- milliseconds since 1970
    PRIMARY KEY (project_id, digest)
);
CREATE INDEX used_signatures_by_expiry ON used_signatures (expires_at);

-- What the server knows about itself.
CREATE TABLE server_facts (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);
