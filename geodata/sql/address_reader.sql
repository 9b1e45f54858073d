-- How a reader opens a book: mapped into memory, since it never changes, with hardly a cache of its own.
PRAGMA mmap_size = 8589934592;
PRAGMA cache_size = -256;
PRAGMA query_only = 1;
BEGIN;
