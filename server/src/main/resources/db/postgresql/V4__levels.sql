-- Levels: organizations, projects, and the tree of each project's levels. Times are ISO-8601 in UTC with milliseconds.
CREATE TABLE levels_organizations (
    id         TEXT NOT NULL PRIMARY KEY,         -- a ULID, in upper case
    name       TEXT NOT NULL,
    slug       TEXT NOT NULL UNIQUE,
    created_at TEXT NOT NULL
);

CREATE TABLE levels_members (
    organization_id TEXT NOT NULL REFERENCES levels_organizations (id) ON DELETE CASCADE,
    email           TEXT NOT NULL,
    role            TEXT NOT NULL,
    created_at      TEXT NOT NULL,
    PRIMARY KEY (organization_id, email)
);

-- Tokens, without the tokens themselves.
CREATE TABLE levels_tokens (
    id              TEXT NOT NULL PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES levels_organizations (id) ON DELETE CASCADE,
    digest          TEXT NOT NULL UNIQUE,         -- SHA-256 of the token
    name            TEXT NOT NULL,
    member          TEXT,                         -- whose role bounds the token; no member bounds one of the organization
    abilities       TEXT NOT NULL,                -- a JSON list
    limits          TEXT NOT NULL,                -- a JSON list; an empty one limits nothing
    created_by      TEXT NOT NULL,
    created_at      TEXT NOT NULL,
    expires_at      TEXT,
    last_used_at    TEXT,
    rotated_at      TEXT
);
CREATE INDEX levels_tokens_of_organization ON levels_tokens (organization_id, id);

CREATE TABLE levels_projects (
    id              TEXT    NOT NULL PRIMARY KEY,
    organization_id TEXT    NOT NULL REFERENCES levels_organizations (id) ON DELETE CASCADE,
    slug            TEXT    NOT NULL,
    name            TEXT    NOT NULL,
    description     TEXT,
    secret_format   TEXT    NOT NULL,
    plaintext       INTEGER NOT NULL DEFAULT 0,   -- whether content may be something else than a blob
    key_version     BIGINT  NOT NULL,             -- of the active key
    revision        BIGINT  NOT NULL DEFAULT 0,   -- counts every change in the project; changing it is the project's lock
    created_at      TEXT    NOT NULL,
    updated_at      TEXT    NOT NULL,
    UNIQUE (organization_id, slug)
);

-- Keys of projects. Sealed: the key itself where the server manages it, the digest of its proof where the clients do.
CREATE TABLE levels_keys (
    id         BIGINT  NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    project_id TEXT    NOT NULL REFERENCES levels_projects (id) ON DELETE CASCADE,
    version    BIGINT  NOT NULL,
    managed    TEXT    NOT NULL CHECK (managed IN ('server', 'client')),
    sealed     TEXT    NOT NULL,
    proof      TEXT    NOT NULL CHECK (proof IN ('v1', 'v2')),
    salt       TEXT    NOT NULL,
    rounds     BIGINT  NOT NULL,
    hint       TEXT,
    created_at TEXT    NOT NULL,
    rotated_at TEXT,
    UNIQUE (project_id, version)
);

-- The three kinds of levels: the project's own has an empty path, a target's is its slug, an environment's TARGET/SLUG.
CREATE TABLE levels_nodes (
    id             BIGINT  NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    project_id     TEXT    NOT NULL REFERENCES levels_projects (id) ON DELETE CASCADE,
    path           TEXT    NOT NULL,
    name           TEXT    NOT NULL,
    description    TEXT,
    status         TEXT,
    production     INTEGER NOT NULL DEFAULT 0,
    content        TEXT,
    encrypted      INTEGER NOT NULL DEFAULT 1,
    version        BIGINT  NOT NULL DEFAULT 0,    -- of the content, counted from 1
    key_version    BIGINT  NOT NULL DEFAULT 0,
    variable_count BIGINT ,
    created_at     TEXT    NOT NULL,
    updated_at     TEXT    NOT NULL,
    UNIQUE (project_id, path)
);

-- Prior contents.
CREATE TABLE levels_versions (
    id             BIGINT  NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    node_id        BIGINT  NOT NULL REFERENCES levels_nodes (id) ON DELETE CASCADE,
    version        BIGINT  NOT NULL,
    content        TEXT    NOT NULL,
    encrypted      INTEGER NOT NULL,
    key_version    BIGINT  NOT NULL,
    variable_count BIGINT ,
    action         TEXT    NOT NULL,              -- what replaced it
    created_at     TEXT    NOT NULL,
    created_by     TEXT    NOT NULL,
    creator        TEXT    NOT NULL
);
CREATE INDEX levels_versions_of_node ON levels_versions (node_id, id);
