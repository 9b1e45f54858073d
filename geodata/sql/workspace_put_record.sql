-- Parameters: the columns of record; :lon :lat make its point when :method is not none.
INSERT INTO record (source, identity, fingerprint, kind, name, folded_name, profession, address, postcode, citycode,
                    city, method, score, geometry, home_visit, remote, walk_in, new_patients, new_patients_as_of,
                    languages, wheelchair, fees, phone, website, email, note, direct_phone, mssante, referral_note,
                    updated, name_key, folded_address, zones_incomplete, corrects)
VALUES (:source, :identity, :fingerprint, :kind, :name, :folded_name, :profession, :address, :postcode, :citycode,
        :city, :method, :score, CASE WHEN :method <> 'none' THEN MakePoint(:lon, :lat, 4326) END, :home_visit,
        :remote, :walk_in, :new_patients, :new_patients_as_of, :languages, :wheelchair, :fees, :phone, :website,
        :email, :note, :direct_phone, :mssante, :referral_note, :updated, :name_key,
        :folded_address, :zones_incomplete, :corrects)
ON CONFLICT (source, identity) DO UPDATE
SET fingerprint = excluded.fingerprint, kind = excluded.kind, name = excluded.name,
    folded_name = excluded.folded_name, profession = excluded.profession, address = excluded.address,
    postcode = excluded.postcode, citycode = excluded.citycode, city = excluded.city, method = excluded.method,
    score = excluded.score, geometry = excluded.geometry, home_visit = excluded.home_visit,
    remote = excluded.remote, walk_in = excluded.walk_in, new_patients = excluded.new_patients,
    new_patients_as_of = excluded.new_patients_as_of, languages = excluded.languages,
    wheelchair = excluded.wheelchair, fees = excluded.fees, phone = excluded.phone, website = excluded.website,
    email = excluded.email, note = excluded.note, direct_phone = excluded.direct_phone, mssante = excluded.mssante,
    referral_note = excluded.referral_note, updated = excluded.updated,
    name_key = excluded.name_key, folded_address = excluded.folded_address,
    zones_incomplete = excluded.zones_incomplete, corrects = excluded.corrects;
