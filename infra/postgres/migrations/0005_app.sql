-- What the API keeps beside the log. None of it is truth: it can be lost and nothing in a case changes.

CREATE TABLE app.receipts (
  tenant uuid NOT NULL,
  command_id uuid NOT NULL,
  fingerprint bytea NOT NULL,
  receipt text NOT NULL,
  position text NOT NULL,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (tenant, command_id)
);
CREATE INDEX ON app.receipts (recorded_at);
COMMENT ON TABLE app.receipts IS 'First answers by idempotency key and a keyed fingerprint of the body, for 24 hours';

CREATE TABLE app.claims (
  tenant uuid NOT NULL,
  kind text NOT NULL,
  key text NOT NULL,
  claimant uuid NOT NULL,
  claimed_at timestamptz NOT NULL,
  at_version integer NOT NULL,
  PRIMARY KEY (tenant, kind, key)
);
COMMENT ON TABLE app.claims IS 'Uniqueness across streams, claimed before the append; the claimant''s stream decides whether a claim holds';

CREATE TABLE app.last_opened (
  tenant uuid NOT NULL,
  user_id uuid NOT NULL,
  case_id uuid NOT NULL,
  opened_at timestamptz NOT NULL,
  PRIMARY KEY (tenant, user_id, case_id)
);
COMMENT ON TABLE app.last_opened IS 'When a user last opened a case; not an event, since no event comes from reading';

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['receipts', 'claims', 'last_opened'] LOOP
    EXECUTE format('ALTER TABLE app.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE app.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY api ON app.%I TO etapp_api USING (true) WITH CHECK (true)', name);
    EXECUTE format(
      'CREATE POLICY tenant ON app.%I AS RESTRICTIVE TO etapp_api USING (tenant = app.current_tenant()) WITH CHECK (tenant = app.current_tenant())',
      name);
  END LOOP;
END
$$;
GRANT SELECT, INSERT, DELETE ON app.receipts TO etapp_api;
GRANT SELECT, INSERT, UPDATE ON app.claims TO etapp_api;
GRANT SELECT, INSERT, UPDATE ON app.last_opened TO etapp_api;

-- One round trip each: the tenant is set for the statement's own transaction, then row-level security does the rest.
-- A receipt may be lost in a crash (the stream knows the effect all the same), so its commit waits for no disk.
CREATE FUNCTION app.remember_receipt(
  of_tenant uuid, of_command uuid, body_fingerprint bytea, answer text, at_position text, at timestamptz
) RETURNS void LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  PERFORM pg_catalog.set_config('etapp.tenant', of_tenant::text, true);
  PERFORM pg_catalog.set_config('synchronous_commit', 'off', true);
  INSERT INTO app.receipts (tenant, command_id, fingerprint, receipt, position, recorded_at)
  VALUES (of_tenant, of_command, body_fingerprint, answer, at_position, at)
  ON CONFLICT DO NOTHING;
END
$$;

CREATE FUNCTION app.recall_receipt(of_tenant uuid, of_command uuid, not_before timestamptz)
RETURNS TABLE (fingerprint bytea, receipt text, at_position text) LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  PERFORM pg_catalog.set_config('etapp.tenant', of_tenant::text, true);
  RETURN QUERY
    SELECT r.fingerprint, r.receipt, r.position
    FROM app.receipts r
    WHERE r.tenant = of_tenant AND r.command_id = of_command AND r.recorded_at >= not_before;
END
$$;

CREATE FUNCTION app.forget_receipts(of_tenant uuid, before timestamptz) RETURNS void
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  PERFORM pg_catalog.set_config('etapp.tenant', of_tenant::text, true);
  DELETE FROM app.receipts r WHERE r.tenant = of_tenant AND r.recorded_at < before;
END
$$;

-- The claim that stands after the call: the caller's own, or that of whoever was first. The caller's own is made anew,
-- so that whoever judged the earlier one cannot take it over any more. at_version is where the claimant's stream stands:
-- an event after it says that the append which the claim was made for happened, or never will.
CREATE FUNCTION app.claim(of_tenant uuid, of_kind text, of_key text, by uuid, seen_version integer, at timestamptz)
RETURNS TABLE (claimant uuid, claimed_at timestamptz, at_version integer) LANGUAGE plpgsql SET search_path = '' AS $$
#variable_conflict use_column
BEGIN
  PERFORM pg_catalog.set_config('etapp.tenant', of_tenant::text, true);
  INSERT INTO app.claims AS c (tenant, kind, key, claimant, claimed_at, at_version)
  VALUES (of_tenant, of_kind, of_key, by, at, seen_version)
  ON CONFLICT (tenant, kind, key) DO UPDATE SET claimed_at = excluded.claimed_at, at_version = excluded.at_version
    WHERE c.claimant = by;
  RETURN QUERY
    SELECT c.claimant, c.claimed_at, c.at_version FROM app.claims c
    WHERE c.tenant = of_tenant AND c.kind = of_kind AND c.key = of_key;
END
$$;

-- Takes over the claim that was seen, if it still stands; the claim that stands after the call.
CREATE FUNCTION app.replace_claim(
  of_tenant uuid, of_kind text, of_key text,
  seen_claimant uuid, seen_at timestamptz, seen_at_version integer,
  by uuid, seen_version integer, at timestamptz
) RETURNS TABLE (claimant uuid, claimed_at timestamptz, at_version integer) LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  PERFORM pg_catalog.set_config('etapp.tenant', of_tenant::text, true);
  UPDATE app.claims c SET claimant = by, claimed_at = at, at_version = seen_version
  WHERE c.tenant = of_tenant AND c.kind = of_kind AND c.key = of_key
    AND c.claimant = seen_claimant AND c.claimed_at = seen_at AND c.at_version = seen_at_version;
  RETURN QUERY
    SELECT c.claimant, c.claimed_at, c.at_version FROM app.claims c
    WHERE c.tenant = of_tenant AND c.kind = of_kind AND c.key = of_key;
END
$$;

GRANT EXECUTE ON FUNCTION
  app.remember_receipt(uuid, uuid, bytea, text, text, timestamptz),
  app.recall_receipt(uuid, uuid, timestamptz),
  app.forget_receipts(uuid, timestamptz),
  app.claim(uuid, text, text, uuid, integer, timestamptz),
  app.replace_claim(uuid, text, text, uuid, timestamptz, integer, uuid, integer, timestamptz)
  TO etapp_api;
