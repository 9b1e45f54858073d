-- Is it the name or code of an area? Parameters: :folded. Result: 0 or 1.
SELECT EXISTS (SELECT 1 FROM area WHERE folded_name = :folded OR folded_code = :folded);
