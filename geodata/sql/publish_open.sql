-- How a generation is written: aside, by one connection, without journal. A crash leaves a file that nobody was told of,
-- and the whole of it is synced before it gets its name. Pages of 8 KiB: drawings of circles fill them better and trees
-- are less deep. The workspace is read from end to end: its beginning is mapped, the rest of a large one is read.
PRAGMA main.page_size = 8192;
PRAGMA main.journal_mode = OFF;
PRAGMA main.synchronous = OFF;
PRAGMA temp_store = MEMORY;
PRAGMA main.cache_size = -32768; -- 32 MiB
PRAGMA workspace.cache_size = -16384;     -- 16 MiB
PRAGMA workspace.mmap_size = 33554432;    -- 32 MiB
PRAGMA foreign_keys = OFF;  -- checked once, at the end
