-- How a generation is written: aside, by one connection, without journal. A crash leaves a file that nobody was told of,
-- and the whole of it is synced before it gets its name.
PRAGMA main.journal_mode = OFF;
PRAGMA main.synchronous = OFF;
PRAGMA temp_store = MEMORY;
PRAGMA main.cache_size = -65536; -- 64 MiB
PRAGMA workspace.cache_size = -65536;
PRAGMA foreign_keys = OFF;  -- checked once, at the end
