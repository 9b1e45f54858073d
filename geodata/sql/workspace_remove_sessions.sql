-- Removes the sessions that the source no longer gives.
-- Parameters: :source
DELETE FROM session WHERE source = :source AND id NOT IN (SELECT id FROM said_session);
