-- What only professionals may read. Columns: resource, direct_phone, mssante, referral_note.
SELECT resource, direct_phone, mssante, referral_note FROM resource_restricted ORDER BY resource;
