-- Amounts of ISK, UGX and MGA in the currency's own minor units. Until now they were kept as Stripe counts them: hundredths
-- of the króna and of the shilling, which have none, and whole ariary, which has hundredths. Only Stripe's are touched.

UPDATE dispute SET body = (
    WITH RECURSIVE
    place(n, path, minor, currency) AS (
        SELECT row_number() OVER (), money.path || '.minor', json_extract(dispute.body, money.path || '.minor'), money.atom
        FROM json_tree(dispute.body) AS money
        WHERE money.key = 'currency' AND money.atom IN ('ISK', 'UGX', 'MGA')
          AND json_type(dispute.body, money.path || '.minor') = 'integer'
    ),
    counted(n, body) AS (
        SELECT 0, dispute.body
        UNION ALL
        SELECT place.n, json_set(counted.body, place.path, CASE place.currency
            WHEN 'MGA' THEN place.minor * 100
            ELSE (place.minor + iif(place.minor < 0, -50, 50)) / 100 END)
        FROM counted JOIN place ON place.n = counted.n + 1
    )
    SELECT counted.body FROM counted ORDER BY counted.n DESC LIMIT 1
)
WHERE provider = 'stripe' AND json_valid(body)
  AND (instr(body, '"ISK"') OR instr(body, '"UGX"') OR instr(body, '"MGA"'));

-- What was written down stays, but its unit is stated anew, so the guards make room for this once.
DROP TRIGGER timeline_no_change;
UPDATE timeline SET money_minor = CASE currency
    WHEN 'MGA' THEN money_minor * 100
    ELSE (money_minor + iif(money_minor < 0, -50, 50)) / 100 END
WHERE currency IN ('ISK', 'UGX', 'MGA')
  AND dispute IN (SELECT id FROM dispute WHERE provider = 'stripe');
CREATE TRIGGER timeline_no_change BEFORE UPDATE ON timeline BEGIN
    SELECT RAISE (ABORT, 'the timeline is only appended to');
END;

-- A submission's amount, the case as it was before it, and the amount among the fields of a refund.
DROP TRIGGER submission_sealed;
UPDATE submission SET
    money_minor = CASE currency
        WHEN 'MGA' THEN money_minor * 100
        ELSE (money_minor + iif(money_minor < 0, -50, 50)) / 100 END,
    fields = CASE
        WHEN kind <> 'refund' OR json_extract(fields, '$.amount') IS NULL THEN fields
        WHEN currency = 'MGA' THEN json_set(fields, '$.amount', CAST(CAST(json_extract(fields, '$.amount') AS INTEGER) * 100 AS TEXT))
        ELSE json_set(fields, '$.amount', CAST((CAST(json_extract(fields, '$.amount') AS INTEGER) + 50) / 100 AS TEXT)) END
WHERE currency IN ('ISK', 'UGX', 'MGA')
  AND dispute IN (SELECT id FROM dispute WHERE provider = 'stripe');
UPDATE submission SET before = (
    WITH RECURSIVE
    place(n, path, minor, currency) AS (
        SELECT row_number() OVER (), money.path || '.minor', json_extract(submission.before, money.path || '.minor'), money.atom
        FROM json_tree(submission.before) AS money
        WHERE money.key = 'currency' AND money.atom IN ('ISK', 'UGX', 'MGA')
          AND json_type(submission.before, money.path || '.minor') = 'integer'
    ),
    counted(n, body) AS (
        SELECT 0, submission.before
        UNION ALL
        SELECT place.n, json_set(counted.body, place.path, CASE place.currency
            WHEN 'MGA' THEN place.minor * 100
            ELSE (place.minor + iif(place.minor < 0, -50, 50)) / 100 END)
        FROM counted JOIN place ON place.n = counted.n + 1
    )
    SELECT counted.body FROM counted ORDER BY counted.n DESC LIMIT 1
)
WHERE dispute IN (SELECT id FROM dispute WHERE provider = 'stripe')
  AND (instr(before, '"ISK"') OR instr(before, '"UGX"') OR instr(before, '"MGA"'));
CREATE TRIGGER submission_sealed BEFORE UPDATE OF
    id, account, dispute, kind, round, at, intent, draft_revision, seal, before, fields, money_minor, currency
ON submission BEGIN
    SELECT RAISE (ABORT, 'a sealed submission stays as it is');
END;
