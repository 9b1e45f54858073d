-- What sessions hold: their resource can be asked for it, too; of resources :first to :last. Columns: resource, skill.
SELECT DISTINCT resource, skill FROM session WHERE resource BETWEEN :first AND :last ORDER BY resource, skill;
