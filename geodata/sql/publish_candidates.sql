-- The resources to publish, each with its place: what belongs to a record is later read in the order in which it lies.
-- Columns: head, record, place_record, hours_record, zones_record (as in publish_choose.sql), geometry, address, postcode,
-- citycode, city, method, score.
SELECT candidate.head, candidate.record, coalesce(at.record, place_record), coalesce(open.record, hours_record),
       coalesce(visits.record, zones_record), geometry, address, postcode, citycode, city, method, score
FROM candidate
LEFT JOIN temp.corrected AS at ON at.head = candidate.head AND at.field = 'address'
LEFT JOIN temp.corrected AS open ON open.head = candidate.head AND open.field = 'hours'
LEFT JOIN temp.corrected AS visits ON visits.head = candidate.head AND visits.field = 'zones'
CROSS JOIN workspace.record ON record.id = coalesce(at.record, place_record)
ORDER BY candidate.record, candidate.head;
