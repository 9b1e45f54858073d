-- How every connection to the workspace works: a write-ahead log, each commit on the disk before it is told.
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA temp_store = MEMORY;
