-- The newest event that each read model has seen, and where it stood: another log, or one that was put back from an older
-- copy, has another event there or none, also once new work has passed the old places.
ALTER TABLE engine.slots
  ADD COLUMN seen_stream text COLLATE "C",
  ADD COLUMN seen_version integer,
  ADD COLUMN seen_event text COLLATE "C";
COMMENT ON COLUMN engine.slots.seen_event IS 'Id of the newest event that was read for it, at seen_version of seen_stream; null before the first';

CREATE OR REPLACE VIEW app.places_in_log AS
  SELECT format('the read model %s version %s', name, version) AS reader, position, seen_stream, seen_version, seen_event
  FROM engine.slots WHERE state = 'live' AND position IS NOT NULL
  UNION ALL SELECT 'the agenda of reminders', position, NULL, NULL, NULL FROM reminders.planner
  UNION ALL SELECT 'the list of letters', position, NULL, NULL, NULL FROM reminders.delivery_checkpoints
  UNION ALL SELECT DISTINCT 'a webhook', position, NULL, NULL::integer, NULL FROM reminders.webhooks WHERE state = 'active';
COMMENT ON VIEW app.places_in_log IS 'Positions that were read of the log, by whom, and the newest event that was read for each read model';
