-- Cases that were erased for good. Of each only a hash remains, so that the provider's list doesn't bring it back.
CREATE TABLE erased (
    account TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    mark    TEXT NOT NULL CHECK (length(mark) = 64),
    PRIMARY KEY (account, mark)
) STRICT, WITHOUT ROWID;
