-- Days closed. Columns: resource, first_day, last_day.
SELECT resource, first_day, last_day FROM closure ORDER BY resource, first_day;
