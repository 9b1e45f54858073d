-- Before many rows: workspace_record_indexes.sql makes them again, in the same transaction. Rows that are only added at
-- the end need few pages in memory.
DROP INDEX record_source_identity;
DROP INDEX record_identity;
DROP INDEX record_name_key;
DROP INDEX record_identifier_identifier;
DROP INDEX record_zone_record;
PRAGMA cache_size = -16384; -- 16 MiB
