-- Where a field does not come from the source of the resource itself, its source and day are kept.
INSERT INTO main.provenance (resource, field, skill, source, date)
SELECT chosen.id, told.field, NULL, told.source, coalesce(record.updated, source.as_of, substr(source.imported_at, 1, 10))
FROM (
    SELECT head, 'kind' AS field, voice.source
    FROM temp.merged JOIN temp.voice ON voice.kind = substr(merged.kind, 1, 3)
    UNION ALL
    SELECT head, 'name' AS field, voice.source
    FROM temp.merged JOIN temp.voice ON voice.name = substr(merged.name, 1, 3)
    UNION ALL
    SELECT head, 'profession' AS field, voice.source
    FROM temp.merged JOIN temp.voice ON voice.profession = substr(merged.profession, 1, 3)
    UNION ALL
    SELECT head, 'address' AS field, voice.source
    FROM temp.merged JOIN temp.voice ON voice.address = substr(merged.address, 1, 3)
    UNION ALL
    SELECT head, 'home_visit' AS field, voice.source
    FROM temp.merged JOIN temp.voice ON voice.home_visit = substr(merged.home_visit, 1, 3)
    UNION ALL
    SELECT head, 'zones' AS field, voice.source
    FROM temp.merged JOIN temp.voice ON voice.zones = substr(merged.zones, 1, 3)
    UNION ALL
    SELECT head, 'remote' AS field, voice.source
    FROM temp.merged JOIN temp.voice ON voice.remote = substr(merged.remote, 1, 3)
    UNION ALL
    SELECT head, 'walk_in' AS field, voice.source
    FROM temp.merged JOIN temp.voice ON voice.walk_in = substr(merged.walk_in, 1, 3)
    UNION ALL
    SELECT head, 'new_patients' AS field, voice.source
    FROM temp.merged JOIN temp.voice ON voice.new_patients = substr(merged.new_patients, 1, 3)
    UNION ALL
    SELECT head, 'languages' AS field, voice.source
    FROM temp.merged JOIN temp.voice ON voice.languages = substr(merged.languages, 1, 3)
    UNION ALL
    SELECT head, 'wheelchair' AS field, voice.source
    FROM temp.merged JOIN temp.voice ON voice.wheelchair = substr(merged.wheelchair, 1, 3)
    UNION ALL
    SELECT head, 'fees' AS field, voice.source
    FROM temp.merged JOIN temp.voice ON voice.fees = substr(merged.fees, 1, 3)
    UNION ALL
    SELECT head, 'phone' AS field, voice.source
    FROM temp.merged JOIN temp.voice ON voice.phone = substr(merged.phone, 1, 3)
    UNION ALL
    SELECT head, 'website' AS field, voice.source
    FROM temp.merged JOIN temp.voice ON voice.website = substr(merged.website, 1, 3)
    UNION ALL
    SELECT head, 'email' AS field, voice.source
    FROM temp.merged JOIN temp.voice ON voice.email = substr(merged.email, 1, 3)
    UNION ALL
    SELECT head, 'note' AS field, voice.source
    FROM temp.merged JOIN temp.voice ON voice.note = substr(merged.note, 1, 3)
    UNION ALL
    SELECT head, 'hours' AS field, voice.source
    FROM temp.merged JOIN temp.voice ON voice.hours = substr(merged.hours, 1, 3)
    UNION ALL
    SELECT head, 'direct_phone' AS field, voice.source
    FROM temp.merged JOIN temp.voice ON voice.direct_phone = substr(merged.direct_phone, 1, 3)
    UNION ALL
    SELECT head, 'mssante' AS field, voice.source
    FROM temp.merged JOIN temp.voice ON voice.mssante = substr(merged.mssante, 1, 3)
    UNION ALL
    SELECT head, 'referral_note' AS field, voice.source
    FROM temp.merged JOIN temp.voice ON voice.referral_note = substr(merged.referral_note, 1, 3)
) AS told
CROSS JOIN temp.chosen ON chosen.head = told.head
CROSS JOIN workspace.record AS main_record ON main_record.id = chosen.record
CROSS JOIN temp.member ON member.head = told.head AND member.source = told.source
CROSS JOIN workspace.record ON record.id = member.record
CROSS JOIN workspace.source ON source.id = told.source
WHERE told.source <> main_record.source
GROUP BY chosen.id, told.field;
