-- The ladder of reminders is the owner's: any distance of whole hours or days, up to 30 days.

-- SQLite can't change a CHECK, so the table is made anew. Each distance has one word (24h is 1d), so that a rung that was
-- shown isn't shown again under another.
CREATE TABLE reminder_anew (
    dispute  TEXT NOT NULL REFERENCES dispute (id) ON DELETE CASCADE,
    rung     TEXT NOT NULL CHECK (
        rung = 'safe'
        OR (rung = CAST(rung AS INTEGER) || 'd' AND CAST(rung AS INTEGER) BETWEEN 1 AND 30)
        OR (rung = CAST(rung AS INTEGER) || 'h' AND CAST(rung AS INTEGER) BETWEEN 1 AND 720
            AND CAST(rung AS INTEGER) % 24 <> 0)
    ),
    safe_at  INTEGER NOT NULL,
    shown_at INTEGER NOT NULL,
    PRIMARY KEY (dispute, rung, safe_at)
) STRICT, WITHOUT ROWID;

INSERT INTO reminder_anew SELECT dispute, rung, safe_at, shown_at FROM reminder;
DROP TABLE reminder;
ALTER TABLE reminder_anew RENAME TO reminder;

-- Until now the settings had the rungs of the usual ladder that the owner didn't want.
UPDATE setting SET value = json_set(
    json_remove(value, '$.rungs_off'),
    '$.ladder',
    json((
        SELECT json_group_array(usual.column1)
        FROM (VALUES ('7d'), ('3d'), ('1d'), ('4h'), ('safe')) AS usual
        WHERE usual.column1 = 'safe'
            OR usual.column1 NOT IN (SELECT off.value FROM json_each(setting.value, '$.rungs_off') AS off)
    ))
)
WHERE name = 'settings' AND json_type(value, '$.rungs_off') = 'array';
