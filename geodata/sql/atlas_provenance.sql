-- Fields of resources :first to :last that do not come from the source of their resource.
-- Columns: resource, field, skill, place of the source in atlas_sources.sql, date.
SELECT resource, field, skill, rank, date
FROM provenance
JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS rank FROM source) AS ranked ON ranked.id = provenance.source
WHERE resource BETWEEN :first AND :last
ORDER BY resource, provenance.rowid;
