-- Removes the sessions that the source no longer gives.
-- Parameters: :source
DELETE FROM session WHERE source = :source AND NOT said_session(id);
