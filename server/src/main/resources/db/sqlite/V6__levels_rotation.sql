-- Levels that were encrypted again for a rotation by the client that has not ended yet.
CREATE TABLE levels_rotation_parts (
    rotation   TEXT    NOT NULL,                  -- SHA-256 of the rotation's token
    node_id    INTEGER NOT NULL REFERENCES levels_nodes (id) ON DELETE CASCADE,
    project_id TEXT    NOT NULL REFERENCES levels_projects (id) ON DELETE CASCADE,
    content    TEXT    NOT NULL,
    created_at TEXT    NOT NULL,
    PRIMARY KEY (rotation, node_id)
);
CREATE INDEX levels_rotation_parts_of_project ON levels_rotation_parts (project_id);
