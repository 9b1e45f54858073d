-- From now on, and for good, a write-ahead log: who reads never waits. The first turn of a workspace goes without it, since
-- there was nothing to read: each page is written once, where the log has it written, read and written again.
PRAGMA journal_mode = WAL;
