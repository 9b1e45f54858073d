-- Forgets the zones of a record that is said anew. Parameters: :record
DELETE FROM record_zone WHERE record = :record;
