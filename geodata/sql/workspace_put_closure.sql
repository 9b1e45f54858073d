-- Parameters: :record :first_day :last_day. Of two closures that begin on one day the longer holds.
INSERT INTO record_closure (record, first_day, last_day) VALUES (:record, :first_day, :last_day)
ON CONFLICT (record, first_day) DO UPDATE SET last_day = max(last_day, excluded.last_day);
