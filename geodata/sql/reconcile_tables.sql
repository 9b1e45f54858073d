-- What reconciling leaves on a connection to which the workspace is attached.
CREATE TEMP TABLE member ( -- records that share their resource with others
    record INTEGER PRIMARY KEY,
    head   INTEGER NOT NULL, -- the first told of them: names the resource
    source INTEGER NOT NULL
);
CREATE INDEX temp.member_head ON member (head, source);
CREATE TEMP TABLE barred ( -- records that must not appear
    record    INTEGER PRIMARY KEY,
    exclusion TEXT NOT NULL -- whose decision
);
CREATE TEMP TABLE naming ( -- heads whose resource keeps another identity than theirs
    head     INTEGER PRIMARY KEY,
    identity TEXT NOT NULL UNIQUE
);
CREATE TEMP TABLE likely ( -- pairs that look alike and were not joined
    first  INTEGER NOT NULL, -- record
    second INTEGER NOT NULL,
    cause  TEXT NOT NULL,    -- same_source, same_number, near_name, same_phone, near_place
    PRIMARY KEY (first, second)
) WITHOUT ROWID;
