-- Parameters: :record :skill (code)
INSERT OR IGNORE INTO record_skill (record, skill) VALUES (:record, :skill);
