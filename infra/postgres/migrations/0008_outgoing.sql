-- What was sent is removed after a while. What says that it is not to be sent again is then the place up to which the
-- log was folded, and, were that place ever set back, the instant before which nothing is put on the list any more.

-- A default that is dropped again gives the rows that are there a time without an UPDATE, which would see none of them.
ALTER TABLE reminders.deliveries ADD COLUMN settled_at timestamptz DEFAULT clock_timestamp();
ALTER TABLE reminders.deliveries ALTER COLUMN settled_at DROP DEFAULT;
COMMENT ON COLUMN reminders.deliveries.settled_at IS 'When it was sent, or no longer wanted';
CREATE INDEX deliveries_settled ON reminders.deliveries (channel, settled_at) WHERE state IN ('sent', 'void');

ALTER TABLE reminders.delivery_checkpoints ADD COLUMN removed_before timestamptz;
ALTER TABLE reminders.webhooks ADD COLUMN removed_before timestamptz;
COMMENT ON COLUMN reminders.delivery_checkpoints.removed_before IS 'Deliveries of events recorded before this may have been removed; none is added again';
COMMENT ON COLUMN reminders.webhooks.removed_before IS 'Deliveries of events recorded before this may have been removed; none is added again';
GRANT DELETE ON reminders.deliveries TO etapp_reminders;

-- An operator of a municipality sees and settles what was given up there, and who outside is told, through the API.
GRANT USAGE ON SCHEMA reminders TO etapp_api;
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['webhooks', 'deliveries'] LOOP
    EXECUTE format('CREATE POLICY api ON reminders.%I TO etapp_api USING (true) WITH CHECK (true)', name);
    EXECUTE format(
      'CREATE POLICY tenant ON reminders.%I AS RESTRICTIVE TO etapp_api USING (tenant = app.current_tenant()) WITH CHECK (tenant = app.current_tenant())',
      name);
  END LOOP;
END
$$;
GRANT SELECT (tenant, key, channel, recipient, event_id, items, state, attempts, first_at, next_at, error)
  ON reminders.deliveries TO etapp_api;
GRANT UPDATE (state, attempts, first_at, next_at, error, settled_at) ON reminders.deliveries TO etapp_api;
GRANT SELECT (tenant, webhook_id, url, types, signature, state, position, created_at, ended_at)
  ON reminders.webhooks TO etapp_api;
GRANT INSERT (tenant, webhook_id, url, types, signature, state, position, created_at) ON reminders.webhooks TO etapp_api;
GRANT UPDATE (state, ended_at) ON reminders.webhooks TO etapp_api;

CREATE TABLE app.operator_acts (
  tenant uuid NOT NULL,
  act_id uuid NOT NULL,
  acted_at timestamptz NOT NULL,
  user_id uuid NOT NULL,
  act text NOT NULL,
  subject text COLLATE "C" NOT NULL,
  reason_code text,
  PRIMARY KEY (tenant, act_id)
);
COMMENT ON TABLE app.operator_acts IS 'Who did what about deliveries and webhooks, in the same transaction; nobody changes or removes a row';
ALTER TABLE app.operator_acts ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.operator_acts FORCE ROW LEVEL SECURITY;
CREATE POLICY api ON app.operator_acts TO etapp_api USING (true) WITH CHECK (true);
CREATE POLICY tenant ON app.operator_acts AS RESTRICTIVE TO etapp_api
  USING (tenant = app.current_tenant()) WITH CHECK (tenant = app.current_tenant());
GRANT SELECT, INSERT ON app.operator_acts TO etapp_api;

CREATE TABLE app.webhook_keys (
  key text COLLATE "C" PRIMARY KEY,
  place integer NOT NULL,
  told_at timestamptz NOT NULL
);
COMMENT ON TABLE app.webhook_keys IS 'Public keys that check what webhooks are told, as the workers that sign last said; the newest has the greatest place';
GRANT SELECT ON app.webhook_keys TO etapp_api;
GRANT SELECT, INSERT, UPDATE, DELETE ON app.webhook_keys TO etapp_reminders;
