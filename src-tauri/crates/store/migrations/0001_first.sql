-- The first schema. Instants are Unix milliseconds (UTC); JSON is text; ids are the domain's opaque texts.
-- Words come from the domain's closed lists; a test proves that each is taken.

CREATE TABLE account (
    id           TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
    provider     TEXT NOT NULL CHECK (provider IN ('stripe', 'clearhaus', 'celcoin', 'unico')),
    label        TEXT NOT NULL,
    environment  TEXT NOT NULL CHECK (environment IN ('live', 'test')),
    api_base     TEXT,
    options      TEXT NOT NULL CHECK (json_valid(options)),
    practice     INTEGER NOT NULL CHECK (practice IN (0, 1)),
    added_at     INTEGER NOT NULL,
    cursor       TEXT CHECK (cursor IS NULL OR json_valid(cursor)),
    synced_at    INTEGER,
    swept_at     INTEGER,
    attempt_at   INTEGER,
    last_error   TEXT,
    skew_seconds INTEGER
) STRICT;

-- Credentials that are too long for a keychain entry.
CREATE TABLE secret (
    account TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    name    TEXT NOT NULL,
    sealed  BLOB NOT NULL,
    PRIMARY KEY (account, name)
) STRICT;

CREATE TABLE dispute (
    -- The row of the search index.
    seq         INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE CHECK (id <> ''),
    account     TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    provider    TEXT NOT NULL CHECK (provider IN ('stripe', 'clearhaus', 'celcoin', 'unico')),
    provider_id TEXT NOT NULL CHECK (provider_id <> ''),
    reference   TEXT,
    stage       TEXT NOT NULL CHECK (stage IN ('inquiry', 'chargeback', 'pre_arbitration', 'arbitration', 'compliance',
                                               'analysis', 'prevented', 'unknown')),
    status      TEXT NOT NULL CHECK (status IN ('needs_response', 'under_review', 'won', 'lost', 'closed', 'cancelled',
                                                'prevented', 'unknown')),
    step        TEXT NOT NULL CHECK (step IN ('answer', 'talk_to_customer', 'refund_or_wait', 'wait', 'look', 'none')),
    -- The place on the desk: the step's group, then the deadline; the largest integer where there is none.
    desk        INTEGER NOT NULL CHECK (desk BETWEEN 0 AND 3),
    deadline_at INTEGER NOT NULL,
    -- The provider's date, also where nothing waits for it any more.
    due_at      INTEGER,
    opened_at   INTEGER NOT NULL,
    ended       INTEGER NOT NULL CHECK (ended IN (0, 1)),
    known_at    INTEGER NOT NULL,
    read_at     INTEGER NOT NULL,
    ended_at    INTEGER CHECK (ended_at IS NULL OR ended = 1),
    vanished_at INTEGER,
    raw_sha256  TEXT NOT NULL CHECK (length(raw_sha256) = 64),
    -- The dispute as the domain knows it, without the provider's own object, and that object.
    body        TEXT NOT NULL,
    raw         TEXT NOT NULL,
    UNIQUE (provider_id, account)
) STRICT;

-- Holds all that the desk filters and sorts by, so that a page reads no other rows than its own.
CREATE INDEX dispute_desk ON dispute
    (desk, deadline_at, opened_at DESC, id, step, status, stage, provider, account, due_at, ended);
CREATE INDEX dispute_open ON dispute (account) WHERE ended = 0;
CREATE INDEX dispute_late ON dispute (due_at) WHERE step = 'answer';
CREATE INDEX dispute_reference ON dispute (reference) WHERE reference IS NOT NULL;

CREATE VIRTUAL TABLE dispute_search USING fts5 (
    text, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);

-- How many cases there are of each sort, so that totals need no counting.
CREATE TABLE dispute_tally (
    account  TEXT NOT NULL,
    provider TEXT NOT NULL,
    stage    TEXT NOT NULL,
    status   TEXT NOT NULL,
    step     TEXT NOT NULL,
    ended    INTEGER NOT NULL,
    cases    INTEGER NOT NULL CHECK (cases >= 0),
    PRIMARY KEY (account, provider, stage, status, step, ended)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER dispute_added AFTER INSERT ON dispute BEGIN
    INSERT INTO dispute_tally (account, provider, stage, status, step, ended, cases)
    VALUES (NEW.account, NEW.provider, NEW.stage, NEW.status, NEW.step, NEW.ended, 1)
    ON CONFLICT DO UPDATE SET cases = cases + 1;
END;

CREATE TRIGGER dispute_moved AFTER UPDATE OF stage, status, step, ended ON dispute
WHEN OLD.stage <> NEW.stage OR OLD.status <> NEW.status OR OLD.step <> NEW.step OR OLD.ended <> NEW.ended BEGIN
    UPDATE dispute_tally SET cases = cases - 1
    WHERE account = OLD.account AND provider = OLD.provider AND stage = OLD.stage AND status = OLD.status
      AND step = OLD.step AND ended = OLD.ended;
    INSERT INTO dispute_tally (account, provider, stage, status, step, ended, cases)
    VALUES (NEW.account, NEW.provider, NEW.stage, NEW.status, NEW.step, NEW.ended, 1)
    ON CONFLICT DO UPDATE SET cases = cases + 1;
END;

-- What a case is found by, whose it is, never changes.
CREATE TRIGGER dispute_stays BEFORE UPDATE OF seq, id, account, provider, provider_id ON dispute
WHEN OLD.seq <> NEW.seq OR OLD.id <> NEW.id OR OLD.account <> NEW.account OR OLD.provider <> NEW.provider
  OR OLD.provider_id <> NEW.provider_id BEGIN
    SELECT RAISE (ABORT, 'a case stays the same case');
END;

CREATE TRIGGER dispute_removed AFTER DELETE ON dispute BEGIN
    DELETE FROM dispute_search WHERE rowid = OLD.seq;
    UPDATE dispute_tally SET cases = cases - 1
    WHERE account = OLD.account AND provider = OLD.provider AND stage = OLD.stage AND status = OLD.status
      AND step = OLD.step AND ended = OLD.ended;
END;

-- What the provider said before it said something else.
CREATE TABLE dispute_raw_past (
    dispute TEXT NOT NULL REFERENCES dispute (id) ON DELETE CASCADE,
    sha256  TEXT NOT NULL CHECK (length(sha256) = 64),
    read_at INTEGER NOT NULL,
    raw     TEXT NOT NULL,
    PRIMARY KEY (dispute, sha256)
) STRICT;

CREATE TABLE timeline (
    seq          INTEGER PRIMARY KEY,
    dispute      TEXT NOT NULL REFERENCES dispute (id) ON DELETE CASCADE,
    at           INTEGER NOT NULL,
    kind         TEXT NOT NULL CHECK (kind <> ''),
    detail       TEXT,
    money_minor  INTEGER,
    currency     TEXT,
    source       TEXT NOT NULL CHECK (source IN ('provider', 'app', 'observed', 'rule')),
    CHECK ((money_minor IS NULL) = (currency IS NULL))
) STRICT;

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

CREATE TABLE draft (
    dispute  TEXT PRIMARY KEY NOT NULL REFERENCES dispute (id) ON DELETE CASCADE,
    revision INTEGER NOT NULL CHECK (revision > 0),
    saved_at INTEGER NOT NULL,
    body     TEXT NOT NULL CHECK (json_valid(body))
) STRICT;

-- Earlier states, for undo; revision 0 is the empty draft.
CREATE TABLE draft_past (
    dispute  TEXT NOT NULL REFERENCES dispute (id) ON DELETE CASCADE,
    revision INTEGER NOT NULL CHECK (revision >= 0),
    body     TEXT NOT NULL CHECK (json_valid(body)),
    PRIMARY KEY (dispute, revision)
) STRICT;

CREATE TABLE document (
    item    TEXT PRIMARY KEY NOT NULL CHECK (item <> ''),
    dispute TEXT NOT NULL REFERENCES dispute (id) ON DELETE CASCADE,
    content BLOB NOT NULL
) STRICT;

CREATE INDEX document_dispute ON document (dispute);

CREATE TABLE submission (
    id              TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
    account         TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    dispute         TEXT NOT NULL REFERENCES dispute (id) ON DELETE CASCADE,
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
    CHECK ((money_minor IS NULL) = (currency IS NULL)),
    CHECK ((settled_at IS NOT NULL) = (state IN ('accepted', 'refused', 'not_arrived'))),
    CHECK (call IS NOT NULL OR state IN ('intended', 'not_arrived'))
) STRICT;

CREATE INDEX submission_dispute ON submission (dispute, at);

-- One open question of a kind at a time, whichever window or process asks first.
CREATE UNIQUE INDEX submission_live ON submission (account, dispute, kind)
    WHERE state IN ('intended', 'sending', 'unknown');
-- One success of a kind in a round.
CREATE UNIQUE INDEX submission_done ON submission (account, dispute, kind, round) WHERE state = 'accepted';

CREATE TRIGGER submission_begins BEFORE INSERT ON submission
WHEN NEW.state <> 'intended' BEGIN
    SELECT RAISE (ABORT, 'a submission begins as an intention');
END;

-- Nothing live and nothing done is repeated, nor replaced.
CREATE TRIGGER submission_once BEFORE INSERT ON submission
WHEN EXISTS (SELECT 1 FROM submission WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM submission
             WHERE account = NEW.account AND dispute = NEW.dispute AND kind = NEW.kind
               AND (state IN ('intended', 'sending', 'unknown') OR state = 'accepted' AND round = NEW.round)) BEGIN
    SELECT RAISE (ABORT, 'live or done already');
END;

CREATE TRIGGER submission_order BEFORE UPDATE OF state ON submission
WHEN NOT CASE OLD.state
    WHEN 'intended' THEN NEW.state IN ('sending', 'not_arrived')
    WHEN 'sending' THEN NEW.state IN ('accepted', 'refused', 'not_arrived', 'unknown')
    WHEN 'unknown' THEN NEW.state IN ('accepted', 'refused', 'not_arrived')
    ELSE 0 END BEGIN
    SELECT RAISE (ABORT, 'no such step of a submission');
END;

CREATE TRIGGER submission_sealed BEFORE UPDATE OF
    id, account, dispute, kind, round, at, intent, draft_revision, seal, before, fields, money_minor, currency
ON submission BEGIN
    SELECT RAISE (ABORT, 'a sealed submission stays as it is');
END;

CREATE TRIGGER submission_call BEFORE UPDATE OF call, key ON submission
WHEN OLD.state <> 'intended' AND (NEW.call IS NOT OLD.call OR NEW.key IS NOT OLD.key) BEGIN
    SELECT RAISE (ABORT, 'a call that may be on its way stays as it is');
END;

CREATE TRIGGER submission_kept BEFORE DELETE ON submission
WHEN EXISTS (SELECT 1 FROM dispute WHERE id = OLD.dispute)
 AND EXISTS (SELECT 1 FROM account WHERE id = OLD.account) BEGIN
    SELECT RAISE (ABORT, 'submissions are kept');
END;

CREATE TABLE submission_file (
    submission TEXT NOT NULL REFERENCES submission (id) ON DELETE CASCADE,
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

-- A reminder is shown once for a safe deadline; when the deadline moves, the ladder begins anew.
CREATE TABLE reminder (
    dispute  TEXT NOT NULL REFERENCES dispute (id) ON DELETE CASCADE,
    rung     TEXT NOT NULL CHECK (rung IN ('7d', '3d', '1d', '4h', 'safe')),
    safe_at  INTEGER NOT NULL,
    shown_at INTEGER NOT NULL,
    PRIMARY KEY (dispute, rung, safe_at)
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
    name  TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL CHECK (json_valid(value))
) STRICT;
