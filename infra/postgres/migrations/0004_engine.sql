-- Which projections have tables, and the statements that made them: another definition under the same version is refused.
CREATE TABLE engine.projections (
  name text NOT NULL,
  version integer NOT NULL,
  tables text NOT NULL,
  PRIMARY KEY (name, version)
);

-- Two slots per projection. Readers see the live one; a rebuild fills the idle one and then the two change places.
CREATE TABLE engine.slots (
  name text NOT NULL,
  version integer NOT NULL,
  slot text NOT NULL CHECK (slot IN ('a', 'b')),
  state text NOT NULL CHECK (state IN ('live', 'building', 'idle')),
  -- The checkpoint: rows equal the fold of the log up to here. Null: before every event.
  position text,
  events bigint NOT NULL DEFAULT 0,
  parked integer NOT NULL DEFAULT 0,
  batch_ms integer,
  moved_at timestamptz,
  started_at timestamptz,
  PRIMARY KEY (name, version, slot),
  FOREIGN KEY (name, version) REFERENCES engine.projections
);
CREATE UNIQUE INDEX slots_one_live ON engine.slots (name, version) WHERE state = 'live';
CREATE UNIQUE INDEX slots_one_building ON engine.slots (name, version) WHERE state = 'building';

-- Keys whose fold threw: their rows stay as they were before that event until a retry succeeds.
CREATE TABLE engine.parked (
  name text NOT NULL,
  version integer NOT NULL,
  slot text NOT NULL,
  tenant uuid NOT NULL,
  key text COLLATE "C" NOT NULL,
  position text NOT NULL,
  event_id text NOT NULL,
  event_type text NOT NULL,
  error text NOT NULL,
  attempts integer NOT NULL DEFAULT 1,
  since timestamptz NOT NULL,
  PRIMARY KEY (name, version, slot, tenant, key),
  FOREIGN KEY (name, version, slot) REFERENCES engine.slots
);
ALTER TABLE engine.parked ENABLE ROW LEVEL SECURITY;
ALTER TABLE engine.parked FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON engine.parked AS RESTRICTIVE TO etapp_api
  USING (tenant = app.current_tenant()) WITH CHECK (tenant = app.current_tenant());
CREATE POLICY readers ON engine.parked FOR SELECT TO etapp_api USING (true);
CREATE POLICY engine ON engine.parked TO etapp_projector USING (true) WITH CHECK (true);

GRANT SELECT ON engine.projections, engine.slots, engine.parked TO etapp_api, etapp_projector;
GRANT UPDATE ON engine.slots TO etapp_projector;
GRANT INSERT, UPDATE, DELETE ON engine.parked TO etapp_projector;

COMMENT ON TABLE engine.projections IS 'Projection versions that have tables';
COMMENT ON TABLE engine.slots IS 'Checkpoints and states; the live slot is what the views in "read" show';
COMMENT ON TABLE engine.parked IS 'Keys whose fold threw, with the event and the reason';
