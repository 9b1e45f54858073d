-- Days closed of resources :first to :last. Columns: resource, first_day, last_day.
SELECT resource, first_day, last_day FROM closure WHERE resource BETWEEN :first AND :last ORDER BY resource, first_day;
