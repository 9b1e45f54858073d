-- Removes the areas that the source no longer gives.
-- Parameters: :source
DELETE FROM area WHERE source = :source AND id NOT IN (SELECT id FROM said_area);
