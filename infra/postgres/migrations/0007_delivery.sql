-- What is on its way out of the house: a fold of the log, one row per event, channel and recipient, beside how far the
-- fold has got. Ids, codes and times only: an address is opened from the log when the letter is sent, and an event is
-- read there when it is published.

CREATE TABLE reminders.delivery_checkpoints (
  name text PRIMARY KEY,
  position text NOT NULL
);
COMMENT ON TABLE reminders.delivery_checkpoints IS 'Up to where the log was folded into deliveries; moves with the rows';

CREATE TABLE reminders.mail_preferences (
  tenant uuid NOT NULL,
  user_id uuid NOT NULL,
  daily_at text,
  PRIMARY KEY (tenant, user_id)
);
COMMENT ON TABLE reminders.mail_preferences IS 'Members of staff who want e-mail; without daily_at one for each reminder';

-- A webhook follows the log by a position of its own, so that it may begin anywhere.
CREATE TABLE reminders.webhooks (
  tenant uuid NOT NULL,
  webhook_id uuid NOT NULL,
  url text NOT NULL,
  types text[] NOT NULL,
  signature text NOT NULL CHECK (signature IN ('v1', 'v1a')),
  state text NOT NULL CHECK (state IN ('unconfirmed', 'active', 'ended')),
  position text NOT NULL,
  created_at timestamptz NOT NULL,
  ended_at timestamptz,
  PRIMARY KEY (tenant, webhook_id)
);
COMMENT ON TABLE reminders.webhooks IS 'Who is told of what; types are stored names of facts, none means all';

CREATE TABLE reminders.deliveries (
  tenant uuid NOT NULL,
  key text COLLATE "C" NOT NULL,
  channel text NOT NULL CHECK (channel IN ('email', 'webhook')),
  recipient uuid,
  event_id uuid NOT NULL,
  stream text COLLATE "C" NOT NULL,
  version integer NOT NULL,
  items integer NOT NULL DEFAULT 1 CHECK (items > 0),
  state text NOT NULL CHECK (state IN ('pending', 'sent', 'dead', 'void')),
  attempts integer NOT NULL DEFAULT 0,
  first_at timestamptz,
  next_at timestamptz NOT NULL,
  lease uuid,
  leased_until timestamptz,
  error text,
  PRIMARY KEY (tenant, key)
);
-- What is claimed next is found by what is due of each webhook and of all letters, past those who have enough in hand.
CREATE INDEX deliveries_letters_due ON reminders.deliveries (next_at, version)
  WHERE state = 'pending' AND channel = 'email';
CREATE INDEX deliveries_events_due ON reminders.deliveries (tenant, recipient, next_at, version)
  WHERE state = 'pending' AND channel = 'webhook';
CREATE INDEX deliveries_in_hand ON reminders.deliveries (tenant, recipient)
  WHERE state = 'pending' AND leased_until IS NOT NULL;
CREATE INDEX deliveries_in_order ON reminders.deliveries (tenant, recipient, stream, version) WHERE state = 'pending';
CREATE INDEX deliveries_dead ON reminders.deliveries (tenant, next_at) WHERE state = 'dead';
COMMENT ON COLUMN reminders.deliveries.key IS 'channel_event_recipient, the same at every attempt; a daily letter has its day for the event';
COMMENT ON COLUMN reminders.deliveries.recipient IS 'Member of staff or webhook; null where the event could not be read';
COMMENT ON COLUMN reminders.deliveries.state IS 'void: no longer wanted, such as by somebody who left';
COMMENT ON COLUMN reminders.deliveries.leased_until IS 'Database time; until then one sender has it in hand';

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['mail_preferences', 'webhooks', 'deliveries'] LOOP
    EXECUTE format('ALTER TABLE reminders.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE reminders.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY worker ON reminders.%I TO etapp_reminders USING (true) WITH CHECK (true)', name);
  END LOOP;
END
$$;
GRANT SELECT, INSERT, UPDATE ON reminders.delivery_checkpoints, reminders.webhooks, reminders.deliveries TO etapp_reminders;
GRANT SELECT, INSERT, UPDATE, DELETE ON reminders.mail_preferences TO etapp_reminders;
