-- Parameters: :record :identifier
INSERT OR IGNORE INTO record_identifier (record, identifier) VALUES (:record, :identifier);
