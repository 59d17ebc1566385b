-- Keys of persons, wrapped, and the blind index. Only etapp_keys reaches them, one municipality at a time.

CREATE TABLE keys.person_keys (
  tenant uuid NOT NULL,
  person_id uuid NOT NULL,
  purpose text NOT NULL CHECK (purpose IN ('fields', 'texts')),
  version integer NOT NULL CHECK (version > 0),
  key_id uuid NOT NULL,
  wrapped bytea NOT NULL,
  wrapping text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant, person_id, purpose, version),
  UNIQUE (tenant, key_id)
);
COMMENT ON COLUMN keys.person_keys.wrapping IS 'The key that wraps this one, such as master/1';

-- A text's key goes with the key that wraps it: then no text outlives an erasure that runs beside its creation.
CREATE TABLE keys.text_keys (
  tenant uuid NOT NULL,
  person_id uuid NOT NULL,
  text_id uuid NOT NULL,
  wrapped bytea NOT NULL,
  wrapped_by uuid NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant, person_id, text_id),
  FOREIGN KEY (tenant, wrapped_by) REFERENCES keys.person_keys (tenant, key_id) ON DELETE CASCADE
);
CREATE INDEX ON keys.text_keys (tenant, wrapped_by);

CREATE TABLE keys.erasures (
  tenant uuid NOT NULL,
  person_id uuid NOT NULL,
  erased_at timestamptz NOT NULL,
  PRIMARY KEY (tenant, person_id)
);
COMMENT ON TABLE keys.erasures IS 'Persons whose keys were destroyed on purpose; append only';

CREATE TABLE keys.redactions (
  tenant uuid NOT NULL,
  person_id uuid NOT NULL,
  text_id uuid NOT NULL,
  redacted_at timestamptz NOT NULL,
  PRIMARY KEY (tenant, person_id, text_id)
);
COMMENT ON TABLE keys.redactions IS 'Texts whose key was destroyed on purpose; append only';

CREATE TABLE keys.index_keys (
  tenant uuid NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  wrapped bytea NOT NULL,
  wrapping text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant, version)
);

CREATE TABLE keys.blind_index (
  tenant uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('identityNumber', 'organisationNumber', 'birthDateInitials')),
  hmac bytea NOT NULL CHECK (octet_length(hmac) = 32),
  owner_id uuid NOT NULL,
  reserved_at timestamptz NOT NULL,
  PRIMARY KEY (tenant, kind, hmac, owner_id)
);
CREATE UNIQUE INDEX one_owner ON keys.blind_index (tenant, kind, hmac) WHERE kind <> 'birthDateInitials';
CREATE INDEX ON keys.blind_index (tenant, owner_id);
COMMENT ON TABLE keys.blind_index IS 'Keyed hashes of numbers, and of birth date with initials, with the stream each belongs to';

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['person_keys', 'text_keys', 'erasures', 'redactions', 'index_keys', 'blind_index'] LOOP
    EXECUTE format('ALTER TABLE keys.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE keys.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY keys ON keys.%I TO etapp_keys USING (true)', name);
    EXECUTE format(
      'CREATE POLICY tenant ON keys.%I AS RESTRICTIVE TO etapp_keys
         USING (tenant = app.current_tenant()) WITH CHECK (tenant = app.current_tenant())', name);
  END LOOP;
END
$$;

GRANT SELECT, INSERT ON keys.person_keys, keys.text_keys, keys.index_keys TO etapp_keys;
GRANT SELECT ON keys.erasures, keys.redactions TO etapp_keys;
GRANT SELECT, INSERT, DELETE, UPDATE (owner_id, reserved_at) ON keys.blind_index TO etapp_keys;

-- Whoever destroys a person's keys takes this lock first, exclusively: pg_advisory_xact_lock on the same number.
CREATE FUNCTION keys.person_lock(tenant uuid, person uuid) RETURNS bigint
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN hashtextextended('etapp keys ' || tenant::text || person::text, 0);

-- Both functions below are one autocommit call, so they set the municipality themselves; row-level security holds for
-- whoever calls. Parallel arrays: the n-th elements belong together.
--
-- Persons' keys are stored where there are none of the purpose, texts' keys where they are wrapped by the person's newest
-- key for texts. Answers the newest key for each person and purpose asked for, the texts that are stored, and the erased.
CREATE FUNCTION keys.ensure_keys(
  for_tenant uuid, at timestamptz,
  persons uuid[], purposes text[], key_ids uuid[], wraps bytea[], wrappings text[],
  text_persons uuid[], text_ids uuid[], text_wraps bytea[], text_wrapped_by uuid[]
) RETURNS TABLE (
  what text, person_id uuid, purpose text, version integer, key_id uuid, text_id uuid, wrapped bytea, wrapping text
)
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('etapp.tenant', for_tenant::text, true);
  PERFORM pg_advisory_xact_lock_shared(keys.person_lock(for_tenant, one.person))
  FROM (SELECT DISTINCT person FROM unnest(persons || text_persons) AS every (person) ORDER BY person) AS one;

  INSERT INTO keys.person_keys (tenant, person_id, purpose, version, key_id, wrapped, wrapping, created_at)
  SELECT for_tenant, wanted.person_id, wanted.purpose, 1, wanted.key_id, wanted.wrapped, wanted.wrapping, at
  FROM unnest(persons, purposes, key_ids, wraps, wrappings) AS wanted (person_id, purpose, key_id, wrapped, wrapping)
  WHERE NOT EXISTS (SELECT FROM keys.erasures e WHERE e.tenant = for_tenant AND e.person_id = wanted.person_id)
    AND NOT EXISTS (
      SELECT FROM keys.person_keys k
      WHERE k.tenant = for_tenant AND k.person_id = wanted.person_id AND k.purpose = wanted.purpose
    )
  -- One order for all callers, so that none waits for another in a circle.
  ORDER BY wanted.person_id, wanted.purpose
  ON CONFLICT DO NOTHING;

  RETURN QUERY
  INSERT INTO keys.text_keys AS t (tenant, person_id, text_id, wrapped, wrapped_by, created_at)
  SELECT for_tenant, wanted.person_id, wanted.text_id, wanted.wrapped, wanted.wrapped_by, at
  FROM unnest(text_persons, text_ids, text_wraps, text_wrapped_by) AS wanted (person_id, text_id, wrapped, wrapped_by)
  WHERE wanted.wrapped_by = (
    SELECT k.key_id
    FROM keys.person_keys k
    WHERE k.tenant = for_tenant AND k.person_id = wanted.person_id AND k.purpose = 'texts'
    ORDER BY k.version DESC LIMIT 1
  ) AND NOT EXISTS (SELECT FROM keys.erasures e WHERE e.tenant = for_tenant AND e.person_id = wanted.person_id)
  RETURNING 'text', t.person_id, NULL::text, NULL::integer, t.wrapped_by, t.text_id, t.wrapped, NULL::text;

  RETURN QUERY
  SELECT DISTINCT ON (k.person_id, k.purpose)
    'person', k.person_id, k.purpose, k.version, k.key_id, NULL::uuid, k.wrapped, k.wrapping
  FROM keys.person_keys k
  JOIN (
    SELECT * FROM unnest(persons, purposes)
    UNION
    SELECT one, 'texts' FROM unnest(text_persons) AS one
  ) AS wanted (person_id, purpose)
    ON k.person_id = wanted.person_id AND k.purpose = wanted.purpose
  WHERE k.tenant = for_tenant
  ORDER BY k.person_id, k.purpose, k.version DESC;

  RETURN QUERY
  SELECT 'erased', e.person_id, NULL::text, NULL::integer, NULL::uuid, NULL::uuid, NULL::bytea, NULL::text
  FROM keys.erasures e
  WHERE e.tenant = for_tenant AND e.person_id = ANY (persons || text_persons);
END
$$;

CREATE FUNCTION keys.find_keys(for_tenant uuid, persons uuid[], text_persons uuid[], text_ids uuid[])
RETURNS TABLE (
  what text, person_id uuid, purpose text, version integer, key_id uuid, text_id uuid, wrapped bytea, wrapping text
)
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('etapp.tenant', for_tenant::text, true);
  -- One statement, one snapshot: a key that is gone and the record of its end are seen together.
  RETURN QUERY
  SELECT 'person', k.person_id, k.purpose, k.version, k.key_id, NULL::uuid, k.wrapped, k.wrapping
  FROM keys.person_keys k
  WHERE k.tenant = for_tenant AND k.person_id = ANY (persons)
  UNION ALL
  SELECT 'text', t.person_id, NULL, NULL, t.wrapped_by, t.text_id, t.wrapped, NULL
  FROM keys.text_keys t
  JOIN unnest(text_persons, text_ids) AS wanted (person_id, text_id)
    ON t.person_id = wanted.person_id AND t.text_id = wanted.text_id
  WHERE t.tenant = for_tenant
  UNION ALL
  SELECT 'erased', e.person_id, NULL, NULL, NULL, NULL, NULL, NULL
  FROM keys.erasures e
  WHERE e.tenant = for_tenant AND e.person_id = ANY (persons)
  UNION ALL
  SELECT 'redacted', r.person_id, NULL, NULL, NULL, r.text_id, NULL, NULL
  FROM keys.redactions r
  JOIN unnest(text_persons, text_ids) AS wanted (person_id, text_id)
    ON r.person_id = wanted.person_id AND r.text_id = wanted.text_id
  WHERE r.tenant = for_tenant;
END
$$;

GRANT EXECUTE ON FUNCTION keys.person_lock, keys.ensure_keys, keys.find_keys TO etapp_keys;
