-- Parameters: :first :second :cause
INSERT OR IGNORE INTO temp.likely (first, second, cause)
VALUES (min(:first, :second), max(:first, :second), :cause);
