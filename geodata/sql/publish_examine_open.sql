-- How a file is examined: nobody writes to it, so that its beginning can be mapped into memory. Of a large file the rest
-- is read, lest several checks at once hold it several times.
PRAGMA mmap_size = 33554432;   -- 32 MiB
PRAGMA cache_size = -32768;    -- 32 MiB
PRAGMA query_only = 1;
