-- The resources to publish, each with its place: what belongs to a record is later read in the order in which it lies.
-- Nearly all stand alone and are read as they lie; those of several records and those that a human corrected are sorted
-- in among them.
-- Columns: head, record, place_record, hours_record, zones_record, restricted (as in publish_choose.sql), geometry,
-- address, postcode, citycode, city, method, score.
SELECT id AS head, id AS record, id, id,
       CASE WHEN zones_incomplete OR id IN (SELECT record FROM workspace.record_zone) THEN id ELSE 0 END,
       coalesce(direct_phone, mssante, referral_note) IS NOT NULL,
       geometry, address, postcode, citycode, city, method, score
FROM workspace.record
WHERE corrects = 0 AND id NOT IN (SELECT record FROM temp.member) AND id NOT IN (SELECT record FROM temp.barred)
  AND id NOT IN (SELECT head FROM temp.corrected)
UNION ALL
SELECT blended.head, blended.record, there.id, coalesce(open.record, hours_record), coalesce(visits.record, zones_record),
       coalesce(main.direct_phone, main.mssante, main.referral_note) IS NOT NULL,
       there.geometry, there.address, there.postcode, there.citycode, there.city, there.method, there.score
FROM blended
LEFT JOIN temp.corrected AS at ON at.head = blended.head AND at.field = 'address'
LEFT JOIN temp.corrected AS open ON open.head = blended.head AND open.field = 'hours'
LEFT JOIN temp.corrected AS visits ON visits.head = blended.head AND visits.field = 'zones'
CROSS JOIN workspace.record AS main ON main.id = blended.record
CROSS JOIN workspace.record AS there ON there.id = coalesce(at.record, place_record)
ORDER BY record, head;
