-- How every connection to the workspace works: each commit is on the disk before it is told. A new file keeps the journal of
-- an ordinary one until something was said (workspace_write_ahead.sql).
PRAGMA page_size = 8192; -- of a new file
PRAGMA synchronous = FULL;
PRAGMA cache_size = -49152; -- 48 MiB: a large import rewrites few pages of its log twice
