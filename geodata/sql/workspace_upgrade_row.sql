-- Parameters: :id :name_key :folded_address
UPDATE record SET name_key = :name_key, folded_address = :folded_address WHERE id = :id;
