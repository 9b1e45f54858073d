-- An excluded resource may appear again, whichever of its identities is given. Parameters: :identity
DELETE FROM exclusion
WHERE identity = :identity OR identity IN (SELECT exclusion FROM exclusion_alias WHERE alias = :identity);
