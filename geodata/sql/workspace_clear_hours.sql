-- Forgets the hours of a record that is said anew. Parameters: :record
DELETE FROM record_hours WHERE record = :record;
