-- Forgets the identifiers of a record that is said anew. Parameters: :record
DELETE FROM record_identifier WHERE record = :record;
