-- The numbers of a record. Parameters: :record. Columns: identifier.
SELECT identifier FROM workspace.record_identifier WHERE record = :record;
