-- Removes the areas that the source no longer gives.
-- Parameters: :source
DELETE FROM area WHERE source = :source AND NOT said_area(id);
