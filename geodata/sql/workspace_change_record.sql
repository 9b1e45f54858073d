-- A record that its source says otherwise than before. Parameters: :id, and the columns of record.
UPDATE record
SET fingerprint = :fingerprint, kind = :kind, name = :name,
    folded_name = :folded_name, profession = :profession, address = :address,
    postcode = :postcode, citycode = :citycode, city = :city, method = :method,
    score = :score, geometry = :geometry, home_visit = :home_visit,
    remote = :remote, walk_in = :walk_in, new_patients = :new_patients,
    new_patients_as_of = :new_patients_as_of, languages = :languages,
    wheelchair = :wheelchair, fees = :fees, phone = :phone, website = :website,
    email = :email, note = :note, direct_phone = :direct_phone, mssante = :mssante,
    referral_note = :referral_note, updated = :updated,
    name_key = :name_key, folded_address = :folded_address,
    zones_incomplete = :zones_incomplete, corrects = :corrects
WHERE id = :id AND source = :source AND identity = :identity;
