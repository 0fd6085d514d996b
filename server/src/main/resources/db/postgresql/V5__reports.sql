-- Drift reports: what CI jobs say about the keys of a repository's files. Times are ISO-8601 in UTC with milliseconds.
CREATE TABLE report_tokens (
    digest       TEXT NOT NULL PRIMARY KEY,       -- SHA-256 of the token
    name         TEXT NOT NULL UNIQUE,
    kind         TEXT NOT NULL CHECK (kind IN ('post', 'read')),
    created_at   TEXT NOT NULL
);

CREATE TABLE reports (
    id          BIGINT NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    received_at TEXT    NOT NULL,
    posted_by   TEXT    NOT NULL,                 -- the token's name
    repository  TEXT    NOT NULL,
    branch      TEXT    NOT NULL,
    commit_id   TEXT    NOT NULL,
    command     TEXT    NOT NULL,
    content     TEXT    NOT NULL                  -- verdict and rows, JSON, bounded
);
CREATE INDEX reports_of_line ON reports (repository, branch, command, id);
CREATE INDEX reports_by_age ON reports (received_at);
