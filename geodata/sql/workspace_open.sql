-- How every connection to the workspace works: a write-ahead log, each commit on the disk before it is told.
PRAGMA page_size = 8192; -- of a new file
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA cache_size = -65536; -- 64 MiB: a large import rewrites few pages of its log twice
