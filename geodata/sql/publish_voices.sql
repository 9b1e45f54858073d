-- The place of each source in the order of trust, for each field: three digits, the smaller the more trusted. Of one
-- kind the last to have spoken wins. No two sources have one place, so that the least of `place || value` is the value
-- of the most trusted source that says something.
CREATE TEMP TABLE voice AS
WITH ranked AS (
    SELECT source.id, field.field,
           printf('%03d', row_number() OVER (PARTITION BY field.field
                                             ORDER BY coalesce(trust.rank, 99), source.turn DESC)) AS place
    FROM workspace.source
    CROSS JOIN (SELECT DISTINCT field FROM temp.trust) AS field
    LEFT JOIN temp.trust ON trust.field = field.field AND trust.kind = source.kind
)
SELECT id AS source,
       max(place) FILTER (WHERE field = 'main') AS main,
       max(place) FILTER (WHERE field = 'kind') AS kind,
       max(place) FILTER (WHERE field = 'name') AS name,
       max(place) FILTER (WHERE field = 'profession') AS profession,
       max(place) FILTER (WHERE field = 'skills') AS skills,
       max(place) FILTER (WHERE field = 'address') AS address,
       max(place) FILTER (WHERE field = 'home_visit') AS home_visit,
       max(place) FILTER (WHERE field = 'zones') AS zones,
       max(place) FILTER (WHERE field = 'remote') AS remote,
       max(place) FILTER (WHERE field = 'walk_in') AS walk_in,
       max(place) FILTER (WHERE field = 'new_patients') AS new_patients,
       max(place) FILTER (WHERE field = 'languages') AS languages,
       max(place) FILTER (WHERE field = 'wheelchair') AS wheelchair,
       max(place) FILTER (WHERE field = 'fees') AS fees,
       max(place) FILTER (WHERE field = 'phone') AS phone,
       max(place) FILTER (WHERE field = 'website') AS website,
       max(place) FILTER (WHERE field = 'email') AS email,
       max(place) FILTER (WHERE field = 'note') AS note,
       max(place) FILTER (WHERE field = 'hours') AS hours,
       max(place) FILTER (WHERE field = 'direct_phone') AS direct_phone,
       max(place) FILTER (WHERE field = 'mssante') AS mssante,
       max(place) FILTER (WHERE field = 'referral_note') AS referral_note
FROM ranked
GROUP BY id;
CREATE UNIQUE INDEX temp.voice_source ON voice (source);
