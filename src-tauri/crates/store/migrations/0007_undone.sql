-- States of a draft that were undone and can be done again, until the draft is changed otherwise.
CREATE TABLE draft_undone (
    dispute  TEXT NOT NULL REFERENCES dispute (id) ON DELETE CASCADE,
    revision INTEGER NOT NULL CHECK (revision >= 0),
    body     TEXT NOT NULL CHECK (json_valid(body)),
    PRIMARY KEY (dispute, revision)
) STRICT;
