-- How a file is examined: mapped into memory, for the checks read it from end to end and nobody writes to it.
PRAGMA mmap_size = 8589934592;
PRAGMA query_only = 1;
