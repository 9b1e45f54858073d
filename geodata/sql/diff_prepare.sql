-- Two generations side by side: main is the later, earlier the one it is compared with. Resources are the same when
-- their identity is. What is compared of each stands in a view of the same shape on either side.
PRAGMA temp_store = MEMORY;

CREATE TEMP TABLE pair (
    after_id  INTEGER PRIMARY KEY,    -- of main.resource
    before_id INTEGER NOT NULL UNIQUE -- of earlier.resource
);
INSERT INTO pair (after_id, before_id)
SELECT new.id, old.id FROM main.resource AS new JOIN earlier.resource AS old ON old.identity = new.identity;

CREATE TEMP VIEW said_after AS
SELECT r.id, r.identity, r.public_id, r.name, r.kind, skill.label_fr AS profession,
       nullif(ltrim(coalesce(p.address, '') || ', ' || trim(coalesce(p.postcode, '') || ' ' || coalesce(p.city, '')), ', '),
              '') AS address,
       ST_X(p.geometry) AS lon, ST_Y(p.geometry) AS lat,
       r.phone, r.email, r.website, r.home_visit, r.remote, r.walk_in, r.new_patients, r.new_patients_as_of, r.languages,
       r.wheelchair, r.fees, r.note, x.direct_phone, x.mssante, x.referral_note
FROM main.resource AS r
JOIN main.place AS p ON p.id = r.place
LEFT JOIN main.resource_restricted AS x ON x.resource = r.id
LEFT JOIN main.skill ON skill.code = r.profession;

CREATE TEMP VIEW said_before AS
SELECT r.id, r.identity, r.public_id, r.name, r.kind, skill.label_fr AS profession,
       nullif(ltrim(coalesce(p.address, '') || ', ' || trim(coalesce(p.postcode, '') || ' ' || coalesce(p.city, '')), ', '),
              '') AS address,
       ST_X(p.geometry) AS lon, ST_Y(p.geometry) AS lat,
       r.phone, r.email, r.website, r.home_visit, r.remote, r.walk_in, r.new_patients, r.new_patients_as_of, r.languages,
       r.wheelchair, r.fees, r.note, x.direct_phone, x.mssante, x.referral_note
FROM earlier.resource AS r
JOIN earlier.place AS p ON p.id = r.place
LEFT JOIN earlier.resource_restricted AS x ON x.resource = r.id
LEFT JOIN earlier.skill ON skill.code = r.profession;

-- Skills, the profession aside: it is a field of its own.
CREATE TEMP VIEW skills_after AS
SELECT resource_skill.resource, skill.code, skill.label_fr
FROM main.resource_skill
JOIN main.skill ON skill.id = resource_skill.skill
JOIN main.resource ON resource.id = resource_skill.resource
WHERE skill.code IS NOT resource.profession;
CREATE TEMP VIEW skills_before AS
SELECT resource_skill.resource, skill.code, skill.label_fr
FROM earlier.resource_skill
JOIN earlier.skill ON skill.id = resource_skill.skill
JOIN earlier.resource ON resource.id = resource_skill.resource
WHERE skill.code IS NOT resource.profession;

CREATE TEMP TABLE week_after AS
SELECT resource, group_concat(weekday || ' ' || opens || ' ' || closes) AS spans
FROM (SELECT * FROM main.hours ORDER BY resource, weekday, opens)
GROUP BY resource;
CREATE UNIQUE INDEX week_after_resource ON week_after (resource);
CREATE TEMP TABLE week_before AS
SELECT resource, group_concat(weekday || ' ' || opens || ' ' || closes) AS spans
FROM (SELECT * FROM earlier.hours ORDER BY resource, weekday, opens)
GROUP BY resource;
CREATE UNIQUE INDEX week_before_resource ON week_before (resource);

-- Zones: how they were said, and a mark that changes when anything of them does. A circle follows its resource: that it
-- moved with it is told by the address.
CREATE TEMP TABLE reach_after AS
SELECT resource, group_concat(label, '; ') AS label, group_concat(mark, '|') AS mark
FROM (SELECT zone.resource, zone.label,
             zone.effect || ' ' || coalesce(skill.code, '') || ' ' || coalesce(radius_m, MD5Checksum(geometry)) AS mark
      FROM main.zone LEFT JOIN main.skill ON skill.id = zone.skill
      ORDER BY zone.resource, zone.effect DESC, zone.label, mark)
GROUP BY resource;
CREATE UNIQUE INDEX reach_after_resource ON reach_after (resource);
CREATE TEMP TABLE reach_before AS
SELECT resource, group_concat(label, '; ') AS label, group_concat(mark, '|') AS mark
FROM (SELECT zone.resource, zone.label,
             zone.effect || ' ' || coalesce(skill.code, '') || ' ' || coalesce(radius_m, MD5Checksum(geometry)) AS mark
      FROM earlier.zone LEFT JOIN earlier.skill ON skill.id = zone.skill
      ORDER BY zone.resource, zone.effect DESC, zone.label, mark)
GROUP BY resource;
CREATE UNIQUE INDEX reach_before_resource ON reach_before (resource);

-- Sessions: the same one when resource, skill, first day and opening are.
CREATE TEMP TABLE sessions_after AS
SELECT r.identity, skill.code, s.first_day, s.opens,
       skill.label_fr || ', ' || s.first_day || ', '
           || printf('%02d:%02d-%02d:%02d', s.opens / 60, s.opens % 60, s.closes / 60 % 24, s.closes % 60)
           || coalesce(', ' || s.rrule, '') AS words,
       json_array(s.closes, s.rrule, s.exdates, s.public_text, s.appointment, s.link, s.note) AS details
FROM main.session AS s JOIN main.resource AS r ON r.id = s.resource JOIN main.skill ON skill.id = s.skill;
CREATE INDEX sessions_after_key ON sessions_after (identity, code, first_day, opens);
CREATE TEMP TABLE sessions_before AS
SELECT r.identity, skill.code, s.first_day, s.opens,
       skill.label_fr || ', ' || s.first_day || ', '
           || printf('%02d:%02d-%02d:%02d', s.opens / 60, s.opens % 60, s.closes / 60 % 24, s.closes % 60)
           || coalesce(', ' || s.rrule, '') AS words,
       json_array(s.closes, s.rrule, s.exdates, s.public_text, s.appointment, s.link, s.note) AS details
FROM earlier.session AS s JOIN earlier.resource AS r ON r.id = s.resource JOIN earlier.skill ON skill.id = s.skill;
CREATE INDEX sessions_before_key ON sessions_before (identity, code, first_day, opens);
