-- Records at one address, or with one telephone number, to be compared by name.
-- Columns: key, record, head of its resource, name_key, kind, cause.
SELECT folded_address || '/' || coalesce(postcode, citycode, ''), id, coalesce(member.head, id), name_key, kind, 'near_name'
FROM workspace.record LEFT JOIN temp.member ON member.record = record.id
WHERE corrects = 0 AND folded_address IS NOT NULL AND id NOT IN (SELECT record FROM temp.barred)
UNION ALL
SELECT phone, id, coalesce(member.head, id), name_key, kind, 'same_phone'
FROM workspace.record LEFT JOIN temp.member ON member.record = record.id
WHERE corrects = 0 AND phone IS NOT NULL AND id NOT IN (SELECT record FROM temp.barred)
ORDER BY 1, 2;
