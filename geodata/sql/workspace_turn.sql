-- Starts a source's turn: what it says is noted in memory, so that what it no longer says can be told.
CREATE TEMP TABLE IF NOT EXISTS said_record (id INTEGER PRIMARY KEY);
CREATE TEMP TABLE IF NOT EXISTS said_session (id INTEGER PRIMARY KEY);
CREATE TEMP TABLE IF NOT EXISTS said_area (id INTEGER PRIMARY KEY);
DELETE FROM said_record;
DELETE FROM said_session;
DELETE FROM said_area;
