-- What else an excluded resource is known by. Parameters: :exclusion :alias
INSERT OR IGNORE INTO exclusion_alias (exclusion, alias) VALUES (:exclusion, :alias);
