-- What only professionals may read of resources :first to :last. Columns: resource, direct_phone, mssante, referral_note.
SELECT resource, direct_phone, mssante, referral_note FROM resource_restricted WHERE resource BETWEEN :first AND :last ORDER BY resource;
