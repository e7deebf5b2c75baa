-- The step that a list filters and sorts by is the one that a case shows: it is kept with the span in which it holds, by the
-- provider's clock, and is placed anew when that is over or a submission of the case has moved.
ALTER TABLE dispute ADD COLUMN step_from INTEGER;
ALTER TABLE dispute ADD COLUMN step_until INTEGER;
ALTER TABLE dispute ADD COLUMN placed INTEGER NOT NULL DEFAULT 0 CHECK (placed IN (0, 1));

-- What has ended and has no submission stays where it is.
UPDATE dispute SET placed = 1
WHERE ended = 1 AND NOT EXISTS (SELECT 1 FROM submission WHERE submission.dispute = dispute.id);

CREATE INDEX dispute_unplaced ON dispute (seq) WHERE placed = 0;
CREATE INDEX dispute_until ON dispute (account, step_until) WHERE step_until IS NOT NULL;
CREATE INDEX dispute_from ON dispute (account, step_from) WHERE step_from IS NOT NULL;
DROP INDEX dispute_late;

CREATE TRIGGER submission_places AFTER INSERT ON submission BEGIN
    UPDATE dispute SET placed = 0 WHERE id = NEW.dispute;
END;
CREATE TRIGGER submission_moves AFTER UPDATE OF state, statement, note ON submission BEGIN
    UPDATE dispute SET placed = 0 WHERE id = NEW.dispute;
END;
