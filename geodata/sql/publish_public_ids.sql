-- The public id of each resource. Columns: public_id.
SELECT public_id FROM resource;
