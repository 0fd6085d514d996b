-- Removing a level removes its parts: without an index all parts are looked through for each.
CREATE INDEX levels_rotation_parts_of_node ON levels_rotation_parts (node_id);
