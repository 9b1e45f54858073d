-- Public ids that two resources bear. Columns: public_id.
SELECT public_id FROM resource GROUP BY public_id HAVING count(*) > 1;
