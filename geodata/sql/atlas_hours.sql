-- Weekly hours. Columns: resource, weekday, opens, closes.
SELECT resource, weekday, opens, closes FROM hours ORDER BY resource, weekday, opens;
