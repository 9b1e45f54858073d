-- Weekly hours of resources :first to :last. Columns: resource, weekday, opens, closes.
SELECT resource, weekday, opens, closes FROM hours WHERE resource BETWEEN :first AND :last ORDER BY resource, weekday, opens;
