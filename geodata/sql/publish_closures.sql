-- Days on which chosen records are closed.
INSERT INTO main.closure (resource, first_day, last_day)
SELECT chosen.id, first_day, last_day
FROM chosen JOIN workspace.record_closure ON record_closure.record = chosen.record;
