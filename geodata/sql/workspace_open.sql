-- How every connection to the workspace works: a write-ahead log, each commit on the disk before it is told.
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
-- What is sorted for an index may go to a temporary file: memory stays small, whatever the file's size.
PRAGMA cache_size = -65536; -- 64 MiB: a large import rewrites few pages of its log twice
