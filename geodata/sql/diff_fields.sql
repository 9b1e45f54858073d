-- Resources of which a plain field changed. Columns: identity, public_id, name, profession, lon and lat before, lon and
-- lat after, day of the answer about new patients, then before and after of each field, in the order of diff.c.
SELECT new.identity, new.public_id, new.name, new.profession,
       old.lon, old.lat, new.lon, new.lat, new.new_patients_as_of,
       old.name, new.name, old.kind, new.kind, old.profession, new.profession, old.address, new.address,
       old.phone, new.phone, old.email, new.email, old.website, new.website, old.home_visit, new.home_visit,
       old.remote, new.remote, old.walk_in, new.walk_in, old.new_patients, new.new_patients,
       old.languages, new.languages, old.wheelchair, new.wheelchair, old.fees, new.fees, old.note, new.note,
       old.direct_phone, new.direct_phone, old.mssante, new.mssante, old.referral_note, new.referral_note
FROM pair
JOIN said_after AS new ON new.id = pair.after_id
JOIN said_before AS old ON old.id = pair.before_id
WHERE (old.name, old.kind, old.profession, old.address, old.lon, old.lat, old.phone, old.email, old.website,
       old.home_visit, old.remote, old.walk_in, old.new_patients, old.languages, old.wheelchair, old.fees, old.note,
       old.direct_phone, old.mssante, old.referral_note)
   IS NOT
      (new.name, new.kind, new.profession, new.address, new.lon, new.lat, new.phone, new.email, new.website,
       new.home_visit, new.remote, new.walk_in, new.new_patients, new.languages, new.wheelchair, new.fees, new.note,
       new.direct_phone, new.mssante, new.referral_note);
