-- Resources that also come where their zones do not show. Columns: resource.
SELECT resource FROM zone_gap;
