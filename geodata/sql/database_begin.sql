-- Starts a transaction that will write: waits here for another writer, not in the middle.
BEGIN IMMEDIATE;
