-- Forgets the closures of a record that is said anew. Parameters: :record
DELETE FROM record_closure WHERE record = :record;
