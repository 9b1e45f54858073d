-- The fields and whom to believe on each: filled before publish_voices.sql.
CREATE TEMP TABLE field (
    bit   INTEGER PRIMARY KEY, -- in record.corrects
    field TEXT NOT NULL        -- its word
);
CREATE TEMP TABLE trust (
    field TEXT NOT NULL,    -- word of a field, or main: the order that holds for all
    kind  TEXT NOT NULL,    -- of sources
    rank  INTEGER NOT NULL, -- the smaller, the more trusted
    PRIMARY KEY (field, kind)
) WITHOUT ROWID;
