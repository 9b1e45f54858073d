-- How a generation is written: aside, by one connection, without journal. A crash leaves a file that nobody was told of,
-- and the whole of it is synced before it gets its name.
PRAGMA page_size = 8192;
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA temp_store = MEMORY;
PRAGMA cache_size = -65536; -- 64 MiB
PRAGMA foreign_keys = OFF;  -- checked once, at the end
