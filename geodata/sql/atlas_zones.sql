-- Home-visit zones of resources :first to :last. Columns: resource, skill, effect, label, radius_m, geometry.
SELECT resource, skill, effect, label, radius_m, geometry FROM zone WHERE resource BETWEEN :first AND :last ORDER BY resource, effect DESC, id;
