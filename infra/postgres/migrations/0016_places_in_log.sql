-- How far this database has come in the log, all readers together: a log that ends before one of these places is an older
-- copy of it, or another one, and whatever were appended there would be lost.
CREATE POLICY places ON reminders.webhooks FOR SELECT TO etapp_owner USING (true);

CREATE VIEW app.places_in_log AS
  SELECT format('the read model %s version %s', name, version) AS reader, position
  FROM engine.slots WHERE state = 'live' AND position IS NOT NULL
  UNION ALL SELECT 'the agenda of reminders', position FROM reminders.planner
  UNION ALL SELECT 'the list of letters', position FROM reminders.delivery_checkpoints
  UNION ALL SELECT DISTINCT 'a webhook', position FROM reminders.webhooks WHERE state = 'active';
COMMENT ON VIEW app.places_in_log IS 'Positions that were read of the log, by whom; none of a municipality';

GRANT SELECT ON app.places_in_log TO etapp_api, etapp_projector, etapp_reminders;
