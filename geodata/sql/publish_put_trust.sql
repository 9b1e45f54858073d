-- Parameters: :field :kind :rank
INSERT OR IGNORE INTO temp.trust (field, kind, rank) VALUES (:field, :kind, :rank);
