-- Warnings of fraud before there is a dispute, and refunds that are made for them.

CREATE TABLE warning (
    id          TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
    account     TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    provider_id TEXT NOT NULL CHECK (provider_id <> ''),
    at          INTEGER NOT NULL,
    actionable  INTEGER NOT NULL CHECK (actionable IN (0, 1)),
    -- The provider's id of the payment.
    payment     TEXT,
    -- The case that came of it, once there is one.
    dispute     TEXT REFERENCES dispute (id) ON DELETE CASCADE,
    known_at    INTEGER NOT NULL,
    read_at     INTEGER NOT NULL,
    -- When its owner was told of it.
    told_at     INTEGER,
    -- The warning as the domain knows it, without the provider's own object, and that object.
    body        TEXT NOT NULL CHECK (json_valid(body)),
    raw         TEXT NOT NULL CHECK (json_valid(raw)),
    UNIQUE (account, provider_id)
) STRICT;

CREATE INDEX warning_dispute ON warning (dispute) WHERE dispute IS NOT NULL;
CREATE INDEX warning_alone ON warning (account) WHERE dispute IS NULL;

-- A submission is about a case or about a warning. SQLite can't change a column, so both tables are made anew.
CREATE TABLE submission_anew (
    id              TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
    account         TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    dispute         TEXT REFERENCES dispute (id) ON DELETE CASCADE,
    warning         TEXT REFERENCES warning (id) ON DELETE CASCADE,
    kind            TEXT NOT NULL CHECK (kind IN ('submit', 'accept', 'refund', 'comment', 'upload',
                                                  'request_analysis')),
    round           TEXT NOT NULL,
    state           TEXT NOT NULL CHECK (state IN ('intended', 'sending', 'accepted', 'refused', 'not_arrived',
                                                   'unknown')),
    at              INTEGER NOT NULL,
    request_id      TEXT,
    intent          TEXT NOT NULL CHECK (intent <> ''),
    draft_revision  INTEGER NOT NULL CHECK (draft_revision >= 0),
    seal            TEXT NOT NULL,
    key             TEXT,
    key_used_at     INTEGER,
    call            TEXT CHECK (call IS NULL OR json_valid(call)),
    before          TEXT NOT NULL CHECK (json_valid(before)),
    fields          TEXT NOT NULL CHECK (json_valid(fields)),
    money_minor     INTEGER,
    currency        TEXT,
    answer          TEXT CHECK (answer IS NULL OR json_valid(answer)),
    refusal         TEXT CHECK (refusal IS NULL OR json_valid(refusal)),
    seen_nothing_at INTEGER,
    note            TEXT,
    settled_at      INTEGER,
    statement       TEXT CHECK (statement IS NULL OR json_valid(statement)),
    -- The payment that a refund gives back.
    payment         TEXT GENERATED ALWAYS AS (CASE WHEN kind = 'refund' THEN before ->> '$.transaction.id' END) VIRTUAL,
    CHECK ((dispute IS NULL) <> (warning IS NULL)),
    CHECK (warning IS NULL OR kind = 'refund'),
    CHECK ((money_minor IS NULL) = (currency IS NULL)),
    CHECK ((settled_at IS NOT NULL) = (state IN ('accepted', 'refused', 'not_arrived'))),
    CHECK (call IS NOT NULL OR state IN ('intended', 'not_arrived'))
) STRICT;

INSERT INTO submission_anew (id, account, dispute, kind, round, state, at, request_id, intent, draft_revision, seal, key,
    key_used_at, call, before, fields, money_minor, currency, answer, refusal, seen_nothing_at, note, settled_at, statement)
SELECT id, account, dispute, kind, round, state, at, request_id, intent, draft_revision, seal, key,
    key_used_at, call, before, fields, money_minor, currency, answer, refusal, seen_nothing_at, note, settled_at, statement
FROM submission ORDER BY rowid;

CREATE TABLE submission_file_anew (
    submission TEXT NOT NULL REFERENCES submission_anew (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL CHECK (position >= 0),
    field      TEXT NOT NULL,
    name       TEXT NOT NULL,
    media_type TEXT NOT NULL,
    sha256     TEXT NOT NULL CHECK (length(sha256) = 64),
    bytes      INTEGER NOT NULL CHECK (bytes = length(content)),
    pages      INTEGER NOT NULL CHECK (pages >= 0),
    remote_id  TEXT,
    content    BLOB NOT NULL,
    PRIMARY KEY (submission, position)
) STRICT;

INSERT INTO submission_file_anew
SELECT submission, position, field, name, media_type, sha256, bytes, pages, remote_id, content FROM submission_file;

-- The files first: dropping what they hang on would take them along.
DROP TABLE submission_file;
DROP TABLE submission;
ALTER TABLE submission_anew RENAME TO submission;
ALTER TABLE submission_file_anew RENAME TO submission_file;

CREATE INDEX submission_dispute ON submission (dispute, at) WHERE dispute IS NOT NULL;
CREATE INDEX submission_warning ON submission (warning, at) WHERE warning IS NOT NULL;
CREATE INDEX submission_payment ON submission (account, payment) WHERE payment IS NOT NULL;

-- One open question of a kind at a time, whichever window or process asks first.
CREATE UNIQUE INDEX submission_live ON submission (account, coalesce(dispute, warning), kind)
    WHERE state IN ('intended', 'sending', 'unknown');
-- One success of a kind in a round.
CREATE UNIQUE INDEX submission_done ON submission (account, coalesce(dispute, warning), kind, round)
    WHERE state = 'accepted';

CREATE TRIGGER submission_begins BEFORE INSERT ON submission
WHEN NEW.state <> 'intended' BEGIN
    SELECT RAISE (ABORT, 'a submission begins as an intention');
END;

-- Nothing live and nothing done is repeated, nor replaced.
CREATE TRIGGER submission_once BEFORE INSERT ON submission
WHEN EXISTS (SELECT 1 FROM submission WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM submission
             WHERE account = NEW.account AND coalesce(dispute, warning) = coalesce(NEW.dispute, NEW.warning)
               AND kind = NEW.kind
               AND (state IN ('intended', 'sending', 'unknown') OR state = 'accepted' AND round = NEW.round)) BEGIN
    SELECT RAISE (ABORT, 'live or done already');
END;

-- A payment isn't given back for a warning and for the case that came of it, nor while it isn't known whether it was.
CREATE TRIGGER submission_once_a_payment AFTER INSERT ON submission
WHEN NEW.payment IS NOT NULL
 AND EXISTS (SELECT 1 FROM submission
             WHERE account = NEW.account AND payment = NEW.payment AND id <> NEW.id
               AND (state IN ('intended', 'sending', 'unknown')
                    OR state = 'accepted' AND (warning IS NOT NULL OR NEW.warning IS NOT NULL))) BEGIN
    SELECT RAISE (ABORT, 'live or done already');
END;

-- Proof that comes late corrects what was believed, and the owner may correct the owner's own word; nothing else does.
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

CREATE TRIGGER submission_sealed BEFORE UPDATE OF
    id, account, dispute, warning, kind, round, at, intent, draft_revision, seal, before, fields, money_minor, currency
ON submission BEGIN
    SELECT RAISE (ABORT, 'a sealed submission stays as it is');
END;

CREATE TRIGGER submission_call BEFORE UPDATE OF call, key ON submission
WHEN OLD.state <> 'intended' AND (NEW.call IS NOT OLD.call OR NEW.key IS NOT OLD.key) BEGIN
    SELECT RAISE (ABORT, 'a call that may be on its way stays as it is');
END;

CREATE TRIGGER submission_kept BEFORE DELETE ON submission
WHEN EXISTS (SELECT 1 FROM account WHERE id = OLD.account)
 AND (EXISTS (SELECT 1 FROM dispute WHERE id = OLD.dispute)
      OR EXISTS (SELECT 1 FROM warning WHERE id = OLD.warning)) BEGIN
    SELECT RAISE (ABORT, 'submissions are kept');
END;

-- A case's step is placed anew when a submission of it has moved, or the refund that was made for its warning.
CREATE TRIGGER submission_places AFTER INSERT ON submission BEGIN
    UPDATE dispute SET placed = 0
    WHERE id = coalesce(NEW.dispute, (SELECT dispute FROM warning WHERE id = NEW.warning));
END;
CREATE TRIGGER submission_moves AFTER UPDATE OF state, statement, note ON submission BEGIN
    UPDATE dispute SET placed = 0
    WHERE id = coalesce(NEW.dispute, (SELECT dispute FROM warning WHERE id = NEW.warning));
END;
CREATE TRIGGER warning_places AFTER UPDATE OF dispute ON warning WHEN NEW.dispute IS NOT OLD.dispute BEGIN
    UPDATE dispute SET placed = 0 WHERE id = NEW.dispute;
END;

CREATE TRIGGER submission_file_sealed BEFORE UPDATE OF
    submission, position, field, name, media_type, sha256, bytes, pages, content
ON submission_file BEGIN
    SELECT RAISE (ABORT, 'a sealed submission stays as it is');
END;

CREATE TRIGGER submission_file_no_replace BEFORE INSERT ON submission_file
WHEN EXISTS (SELECT 1 FROM submission_file WHERE submission = NEW.submission AND position = NEW.position) BEGIN
    SELECT RAISE (ABORT, 'a sealed submission stays as it is');
END;

CREATE TRIGGER submission_file_kept BEFORE DELETE ON submission_file
WHEN EXISTS (SELECT 1 FROM submission WHERE id = OLD.submission) BEGIN
    SELECT RAISE (ABORT, 'submissions are kept');
END;
