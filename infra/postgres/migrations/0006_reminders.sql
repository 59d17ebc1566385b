-- When reminders ring: a cache over the log, which may be emptied together with its checkpoint and is made anew from the
-- log alone. Ids, days and instants only.

CREATE TABLE reminders.planner (
  name text PRIMARY KEY,
  position text NOT NULL
);
COMMENT ON TABLE reminders.planner IS 'Up to where the log was planned from; moves with the rows';

CREATE TABLE reminders.schedules (
  tenant uuid NOT NULL,
  schedule_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('case', 'person')),
  person_id uuid NOT NULL,
  unit_id uuid,
  is_open boolean NOT NULL,
  PRIMARY KEY (tenant, schedule_id)
);
CREATE INDEX schedules_of_unit ON reminders.schedules (tenant, unit_id);
CREATE INDEX schedules_of_person ON reminders.schedules (tenant, person_id);
COMMENT ON TABLE reminders.schedules IS 'The cases and persons that reminders are about, and whose they are';

CREATE TABLE reminders.agenda (
  tenant uuid NOT NULL,
  reminder_id text COLLATE "C" NOT NULL,
  schedule_id uuid NOT NULL,
  due_on date NOT NULL,
  ring_at timestamptz NOT NULL,
  plan uuid NOT NULL DEFAULT gen_random_uuid(),
  PRIMARY KEY (reminder_id, tenant)
);
CREATE INDEX agenda_by_time ON reminders.agenda (ring_at, reminder_id);
CREATE INDEX agenda_by_schedule ON reminders.agenda (tenant, schedule_id);
COMMENT ON TABLE reminders.agenda IS 'The rings to come';
COMMENT ON COLUMN reminders.agenda.plan IS 'Another each time the row is written, so that a worker does not undo what was planned since it looked';

CREATE TABLE reminders.unplanned (
  tenant uuid NOT NULL,
  schedule_id uuid NOT NULL,
  PRIMARY KEY (tenant, schedule_id)
);
COMMENT ON TABLE reminders.unplanned IS 'Schedules that are still to be planned anew';

CREATE TABLE reminders.faulty (
  tenant uuid NOT NULL,
  schedule_id uuid NOT NULL,
  error text NOT NULL,
  PRIMARY KEY (tenant, schedule_id)
);
COMMENT ON TABLE reminders.faulty IS 'Schedules that could not be folded: they ring no more until they are planned again; names of errors only';

CREATE TABLE reminders.coming_settings (
  tenant uuid NOT NULL,
  unit_id uuid NOT NULL,
  from_on date NOT NULL,
  PRIMARY KEY (tenant, unit_id, from_on)
);
COMMENT ON TABLE reminders.coming_settings IS 'Days on which a unit''s schedules are planned anew, since a setting changes then';

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['schedules', 'agenda', 'unplanned', 'faulty', 'coming_settings'] LOOP
    EXECUTE format('ALTER TABLE reminders.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE reminders.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY worker ON reminders.%I TO etapp_reminders USING (true) WITH CHECK (true)', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON reminders.%I TO etapp_reminders', name);
  END LOOP;
END
$$;
GRANT SELECT, INSERT, UPDATE, DELETE ON reminders.planner TO etapp_reminders;

-- The API shows the operator how the worker is; it has no business in the worker's own tables.
CREATE TABLE app.reminder_health (
  name text PRIMARY KEY,
  told_at timestamptz NOT NULL,
  health jsonb NOT NULL
);
COMMENT ON TABLE app.reminder_health IS 'What the reminder workers last said of themselves: counts and times, nothing of any municipality';
GRANT SELECT ON app.reminder_health TO etapp_api;
GRANT SELECT, INSERT, UPDATE, DELETE ON app.reminder_health TO etapp_reminders;
