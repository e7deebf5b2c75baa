-- What lists can be narrowed to is read out of the case where it stands, so that it can't differ from what is shown.
ALTER TABLE dispute ADD COLUMN provider_status TEXT GENERATED ALWAYS AS (body ->> '$.provider_status') VIRTUAL;
ALTER TABLE dispute ADD COLUMN reason TEXT GENERATED ALWAYS AS (body ->> '$.reason.category') VIRTUAL;
ALTER TABLE dispute ADD COLUMN method TEXT
    GENERATED ALWAYS AS (coalesce(body ->> '$.method.other', body ->> '$.method')) VIRTUAL;
ALTER TABLE dispute ADD COLUMN order_reference TEXT GENERATED ALWAYS AS (body ->> '$.order.reference') VIRTUAL;
ALTER TABLE dispute ADD COLUMN transaction_id TEXT GENERATED ALWAYS AS (body ->> '$.transaction.id') VIRTUAL;
ALTER TABLE dispute ADD COLUMN parent_id TEXT GENERATED ALWAYS AS (body ->> '$.transaction.parent_id') VIRTUAL;
ALTER TABLE dispute ADD COLUMN zone TEXT GENERATED ALWAYS AS (body ->> '$.zone') VIRTUAL;
-- Milliseconds; an instant in the body is text.
ALTER TABLE dispute ADD COLUMN sent_at INTEGER
    GENERATED ALWAYS AS (unixepoch(body ->> '$.documents_sent_at') * 1000) VIRTUAL;

CREATE INDEX dispute_order ON dispute (order_reference) WHERE order_reference IS NOT NULL;
CREATE INDEX dispute_transaction ON dispute (transaction_id) WHERE transaction_id IS NOT NULL;
CREATE INDEX dispute_parent ON dispute (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX dispute_words ON dispute (method, reason, provider_status);
CREATE INDEX dispute_opened ON dispute (zone, opened_at);
