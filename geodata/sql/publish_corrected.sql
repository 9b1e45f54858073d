-- Which fields of which resource a human decided, and the correction that says so; of two the later.
CREATE TEMP TABLE corrected (
    head   INTEGER NOT NULL, -- of the resource
    field  TEXT NOT NULL,
    record INTEGER NOT NULL, -- the correction
    PRIMARY KEY (head, field)
) WITHOUT ROWID;
WITH said AS (
    SELECT record.id, record.identity, record.corrects
    FROM workspace.source CROSS JOIN workspace.record ON record.source = source.id
    WHERE source.kind = 'correction'
), meant (head, record, corrects) AS (
    SELECT coalesce(member.head, target.id), said.id, said.corrects
    FROM said
    CROSS JOIN workspace.record AS target ON target.identity = said.identity AND target.corrects = 0
    LEFT JOIN temp.member ON member.record = target.id
    UNION
    SELECT naming.head, said.id, said.corrects
    FROM said JOIN temp.naming ON naming.identity = said.identity
)
INSERT INTO corrected (head, field, record)
SELECT meant.head, field.field, max(meant.record)
FROM meant JOIN temp.field ON (meant.corrects >> field.bit) & 1
WHERE meant.head NOT IN (SELECT record FROM temp.barred)
GROUP BY meant.head, field.field;
