-- Forgets the skills of a record that is said anew. Parameters: :record
DELETE FROM record_skill WHERE record = :record;
