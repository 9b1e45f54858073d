-- By what records are found. Made when they are all there: rows that come in any order would rewrite their pages over and
-- over.
CREATE UNIQUE INDEX record_source_identity ON record (source, identity);
CREATE INDEX record_identity ON record (identity);
CREATE INDEX record_folded_name ON record (folded_name);
CREATE INDEX record_name_key ON record (name_key, kind, source);
CREATE INDEX record_identifier_identifier ON record_identifier (identifier);
CREATE INDEX record_zone_record ON record_zone (record);
