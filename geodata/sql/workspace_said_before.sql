-- What a source said before, to be kept in mind. Parameters: :source. Columns: id, identity.
SELECT id, identity FROM record WHERE source = :source;
