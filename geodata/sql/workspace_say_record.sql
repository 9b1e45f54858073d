-- Notes that this turn says the record: no row changes when it did so already. Parameters: :id
INSERT OR IGNORE INTO said_record (id) VALUES (:id);
