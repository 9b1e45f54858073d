-- Parameters: :id :person_key
UPDATE session SET person_key = :person_key WHERE id = :id;
