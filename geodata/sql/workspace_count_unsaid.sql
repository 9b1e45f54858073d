-- How many rows of a source its turn has not said. Parameters: :source. Result: the number.
SELECT (SELECT count(*) FROM record WHERE source = :source AND NOT said_record(id))
     + (SELECT count(*) FROM session WHERE source = :source AND NOT said_session(id))
     + (SELECT count(*) FROM area WHERE source = :source AND NOT said_area(id));
