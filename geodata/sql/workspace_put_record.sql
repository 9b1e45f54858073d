-- A record that its source did not say before. Parameters: the columns of record.
INSERT INTO record (source, identity, fingerprint, kind, name, folded_name, profession, address, postcode, citycode,
                    city, method, score, geometry, home_visit, remote, walk_in, new_patients, new_patients_as_of,
                    languages, wheelchair, fees, phone, website, email, note, direct_phone, mssante, referral_note,
                    updated, name_key, folded_address, zones_incomplete, corrects)
VALUES (:source, :identity, :fingerprint, :kind, :name, :folded_name, :profession, :address, :postcode, :citycode,
        :city, :method, :score, :geometry, :home_visit,
        :remote, :walk_in, :new_patients, :new_patients_as_of, :languages, :wheelchair, :fees, :phone, :website,
        :email, :note, :direct_phone, :mssante, :referral_note, :updated, :name_key,
        :folded_address, :zones_incomplete, :corrects);
