-- Two generations side by side: main is the later, earlier the one it is compared with. Resources are the same when
-- their identity is. What is compared of each stands in diff_side.sql.in, on either side.
PRAGMA temp_store = MEMORY;

CREATE TEMP TABLE pair (
    after_id  INTEGER PRIMARY KEY,    -- of main.resource
    before_id INTEGER NOT NULL UNIQUE -- of earlier.resource
);
INSERT INTO pair (after_id, before_id)
SELECT new.id, old.id FROM main.resource AS new JOIN earlier.resource AS old ON old.identity = new.identity;
