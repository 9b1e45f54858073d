-- Parameters: the columns of chosen (publish_choose.sql) but id.
INSERT INTO chosen (head, record, place_record, hours_record, zones_record, restricted, place, is_first)
VALUES (:head, :record, :place_record, :hours_record, :zones_record, :restricted, :place, :is_first);
