-- Parameters: :record :weekday :opens :closes
INSERT INTO record_hours (record, weekday, opens, closes) VALUES (:record, :weekday, :opens, :closes);
