-- By what records are found. Made when they are all there: rows that come in any order would rewrite their pages over and
-- over. As much is sorted at once as the cache may have, the rest is merged from a temporary file: what the processor holds
-- at hand is sorted in half the time.
PRAGMA cache_size = -4096; -- 4 MiB
CREATE UNIQUE INDEX record_source_identity ON record (source, identity);
CREATE INDEX record_identity ON record (identity);
CREATE INDEX record_name_key ON record (name_key, kind, source);
CREATE INDEX record_identifier_identifier ON record_identifier (identifier);
CREATE INDEX record_zone_record ON record_zone (record);
PRAGMA cache_size = -49152; -- as in workspace_open.sql
