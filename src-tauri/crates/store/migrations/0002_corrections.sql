-- What the owner saw at the provider's own page, proof that came late, readings that have to agree, and records that
-- couldn't be read.

-- A timeline entry may be the owner's own statement. SQLite can't change a CHECK, so the table is made anew.
CREATE TABLE timeline_anew (
    seq          INTEGER PRIMARY KEY,
    dispute      TEXT NOT NULL REFERENCES dispute (id) ON DELETE CASCADE,
    at           INTEGER NOT NULL,
    kind         TEXT NOT NULL CHECK (kind <> ''),
    detail       TEXT,
    money_minor  INTEGER,
    currency     TEXT,
    source       TEXT NOT NULL CHECK (source IN ('provider', 'app', 'observed', 'rule', 'owner')),
    CHECK ((money_minor IS NULL) = (currency IS NULL))
) STRICT;

INSERT INTO timeline_anew SELECT seq, dispute, at, kind, detail, money_minor, currency, source FROM timeline;
DROP TABLE timeline;
ALTER TABLE timeline_anew RENAME TO timeline;

CREATE INDEX timeline_dispute ON timeline (dispute, at, seq);

CREATE TRIGGER timeline_no_change BEFORE UPDATE ON timeline BEGIN
    SELECT RAISE (ABORT, 'the timeline is only appended to');
END;

-- REPLACE deletes without asking the trigger below.
CREATE TRIGGER timeline_no_replace BEFORE INSERT ON timeline
WHEN EXISTS (SELECT 1 FROM timeline WHERE seq = NEW.seq) BEGIN
    SELECT RAISE (ABORT, 'the timeline is only appended to');
END;

-- When a dispute is erased its row is gone before its entries are: only then may they go.
CREATE TRIGGER timeline_no_delete BEFORE DELETE ON timeline
WHEN EXISTS (SELECT 1 FROM dispute WHERE id = OLD.dispute) BEGIN
    SELECT RAISE (ABORT, 'the timeline is only appended to');
END;

-- What the owner said of an outcome that reading couldn't tell: what, who and when.
ALTER TABLE submission ADD COLUMN statement TEXT CHECK (statement IS NULL OR json_valid(statement));

-- Proof that comes late corrects what was believed, and the owner may correct the owner's own word; nothing else does.
DROP TRIGGER submission_order;
CREATE TRIGGER submission_order BEFORE UPDATE OF state ON submission
WHEN NOT CASE OLD.state
    WHEN 'intended' THEN NEW.state IN ('sending', 'not_arrived')
    WHEN 'sending' THEN NEW.state IN ('accepted', 'refused', 'not_arrived', 'unknown')
    WHEN 'unknown' THEN NEW.state IN ('accepted', 'refused', 'not_arrived')
    WHEN 'not_arrived' THEN NEW.state = 'accepted' AND OLD.call IS NOT NULL
    WHEN 'accepted' THEN NEW.state = 'not_arrived' AND OLD.statement IS NOT NULL
    ELSE 0 END BEGIN
    SELECT RAISE (ABORT, 'no such step of a submission');
END;

-- When a reading first said that the provider doesn't know the case; another one has to agree.
ALTER TABLE dispute ADD COLUMN gone_at INTEGER;

-- Records that a provider listed and that couldn't be read: asked for again at the next visits.
CREATE TABLE skipped (
    account     TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    provider_id TEXT NOT NULL CHECK (provider_id <> ''),
    since       INTEGER NOT NULL,
    tried_at    INTEGER NOT NULL,
    PRIMARY KEY (account, provider_id)
) STRICT, WITHOUT ROWID;
