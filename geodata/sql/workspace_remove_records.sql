-- Removes what the source no longer says about resources; their skills, zones and hours go with them.
-- Parameters: :source
DELETE FROM record WHERE source = :source AND NOT said_record(id);
