-- By what records are found. Made when they are all there: rows that come in any order would rewrite their pages over and
-- over. Sorting takes as much memory as the cache may have: what is more goes to a temporary file.
PRAGMA cache_size = -16384; -- 16 MiB
CREATE UNIQUE INDEX record_source_identity ON record (source, identity);
CREATE INDEX record_identity ON record (identity);
CREATE INDEX record_folded_name ON record (folded_name);
CREATE INDEX record_name_key ON record (name_key, kind, source);
CREATE INDEX record_identifier_identifier ON record_identifier (identifier);
CREATE INDEX record_zone_record ON record_zone (record);
PRAGMA cache_size = -65536; -- as in workspace_open.sql
