-- EnvSync: projects and branches come into being at the first push. Times are ISO-8601 in UTC with microseconds.
CREATE TABLE envsync_projects (
    id         TEXT NOT NULL PRIMARY KEY,
    name       TEXT NOT NULL UNIQUE,
    created_at TEXT NOT NULL
);

CREATE TABLE envsync_branches (
    id             TEXT    NOT NULL PRIMARY KEY,
    project_id     TEXT    NOT NULL REFERENCES envsync_projects (id) ON DELETE CASCADE,
    name           TEXT    NOT NULL,
    created_at     TEXT    NOT NULL,
    latest_version BIGINT NOT NULL DEFAULT 0,
    stored_bytes   BIGINT NOT NULL DEFAULT 0,
    UNIQUE (project_id, name)
);

CREATE TABLE envsync_versions (
    id         BIGINT  NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    branch_id  TEXT    NOT NULL REFERENCES envsync_branches (id) ON DELETE CASCADE,
    version    BIGINT NOT NULL,
    ciphertext TEXT    NOT NULL,
    key_names  TEXT    NOT NULL,                  -- a JSON list, as pushed
    pushed_by  TEXT    NOT NULL,
    pushed_at  TEXT    NOT NULL,
    UNIQUE (branch_id, version)
);

-- Tokens that this server issued, without the tokens themselves, and tokens of others that were revoked here.
CREATE TABLE envsync_tokens (
    jti        TEXT NOT NULL PRIMARY KEY,
    email      TEXT NOT NULL,
    role       TEXT NOT NULL,
    projects   TEXT NOT NULL,                     -- a JSON list
    issued_by  TEXT NOT NULL,
    issued_at  TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    revoked_at TEXT
);

CREATE TABLE envsync_invites (
    digest     TEXT NOT NULL PRIMARY KEY,         -- SHA-256 of the code
    project    TEXT NOT NULL,
    email      TEXT NOT NULL,
    role       TEXT NOT NULL,
    days       BIGINT NOT NULL,                     -- life of the token that it turns into
    invited_by TEXT NOT NULL,
    expires_at TEXT NOT NULL
);
