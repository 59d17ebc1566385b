-- Which process keeps which read model up to date, and which one rebuilds it. All times here are the database's own: what
-- the clocks of the processes say does not matter.

-- A process that may take leases. It writes its row again and again; once the row is out of date, its leases are free.
CREATE TABLE engine.runners (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  follows text[] NOT NULL,
  until timestamptz NOT NULL
);
COMMENT ON TABLE engine.runners IS 'Processes that run projections, and until when each is believed to be alive';
COMMENT ON COLUMN engine.runners.name IS 'For people: host and process';
COMMENT ON COLUMN engine.runners.follows IS 'What it could keep up to date, as "name version"; among those who could, leases are shared out';

CREATE TABLE engine.leases (
  name text NOT NULL,
  version integer NOT NULL,
  work text NOT NULL CHECK (work IN ('follow', 'rebuild')),
  holder uuid,
  token bigint NOT NULL DEFAULT 0,
  since timestamptz,
  PRIMARY KEY (name, version, work),
  FOREIGN KEY (name, version) REFERENCES engine.projections
);
COMMENT ON TABLE engine.leases IS 'Who may write: follow is the live slot, rebuild the one being built';
COMMENT ON COLUMN engine.leases.holder IS 'A runner; the lease is free when there is none, or when that one is out of date';
COMMENT ON COLUMN engine.leases.token IS 'Rises each time the lease is taken. A batch locks the row it was given and checks holder and token in its own transaction';

INSERT INTO engine.leases (name, version, work)
  SELECT p.name, p.version, w.work FROM engine.projections p CROSS JOIN (VALUES ('follow'), ('rebuild')) w (work);

-- The rows of leases are made with the tables of a projection, by the owner; a process takes and gives back, and no more.
GRANT SELECT ON engine.runners, engine.leases TO etapp_api, etapp_projector;
GRANT INSERT, UPDATE, DELETE ON engine.runners TO etapp_projector;
GRANT UPDATE (holder, token, since) ON engine.leases TO etapp_projector;
