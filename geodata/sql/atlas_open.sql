-- A reader of a published directory: the file never changes, so its pages are read where they lie.
PRAGMA mmap_size = 8589934592;
