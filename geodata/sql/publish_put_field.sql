-- Parameters: :bit :field
INSERT INTO temp.field (bit, field) VALUES (:bit, :field);
