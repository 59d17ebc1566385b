-- The event log: one table, nothing beside it. Heads of streams, the newest position and the newest recorded time are
-- read from it under the lock, so no second copy can disagree. Names are compared bytewise: order and equality of a
-- stored name must not depend on a collation that a later operating system may change.
CREATE TABLE log.events (
  position bigint PRIMARY KEY CHECK (position > 0),
  recorded_at timestamptz NOT NULL,
  tenant uuid NOT NULL,
  id uuid NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  category text COLLATE "C" NOT NULL,
  stream text COLLATE "C" NOT NULL,
  type text COLLATE "C" NOT NULL,
  link bytea NOT NULL CHECK (octet_length(link) = 32),
  header text NOT NULL,
  data text NOT NULL,
  CONSTRAINT one_event_per_version UNIQUE (stream, version)
);
COMMENT ON TABLE log.events IS 'Every event, in commit order; append only';
COMMENT ON COLUMN log.events.position IS 'From 1 without gaps, in commit order';
COMMENT ON COLUMN log.events.recorded_at IS 'The clock at the append, never before that of an earlier position';
COMMENT ON COLUMN log.events.stream IS 'category-tenant.id';
COMMENT ON COLUMN log.events.header IS 'The bytes that were hashed (RFC 8785)';
COMMENT ON COLUMN log.events.data IS 'The bytes that were hashed (RFC 8785), personal fields sealed';

CREATE FUNCTION log.refuse_change() RETURNS trigger
  LANGUAGE plpgsql
  AS $$
BEGIN
  RAISE EXCEPTION 'The event log is append only: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;

-- For everyone, the owner and superusers included; ALWAYS holds for replication sessions too.
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log.events
  FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change();
ALTER TABLE log.events ENABLE ALWAYS TRIGGER append_only;

ALTER TABLE log.events ENABLE ROW LEVEL SECURITY;
ALTER TABLE log.events FORCE ROW LEVEL SECURITY;
CREATE POLICY readers ON log.events FOR SELECT
  TO etapp_api, etapp_projector, etapp_reminders, etapp_sealer, etapp_append USING (true);
CREATE POLICY tenant ON log.events AS RESTRICTIVE FOR SELECT
  TO etapp_api USING (tenant = app.current_tenant());
CREATE POLICY append ON log.events FOR INSERT TO etapp_append WITH CHECK (true);

GRANT SELECT, INSERT ON log.events TO etapp_append;
GRANT SELECT ON log.events TO etapp_api, etapp_projector, etapp_reminders;
GRANT SELECT (position, recorded_at, tenant, id, version, stream, link) ON log.events TO etapp_sealer;

-- One batch of appends, at most one per stream, each with all its events or none. `batch` is a JSON array of events
-- with the number of their append; `expected` is the version of the stream before the append, `place` the event's
-- place in it from 1. Positions follow `place_before`, the newest before the batch, without gaps and in the order
-- given. `verdicts` is null when every event went in; otherwise it has per append: number, verdict, the stream's
-- version, the position of its last event.
--
-- The lock comes first, in a statement of its own: the next one's snapshot then holds whatever an earlier holder
-- committed. It is held until the commit is visible, which makes position order commit order.
CREATE FUNCTION log.append(batch text, OUT place_before bigint, OUT verdicts json)
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
DECLARE
  newest timestamptz;
  inserted integer;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('etapp event log', 0));
  SELECT position, recorded_at INTO place_before, newest FROM log.events ORDER BY position DESC LIMIT 1;
  place_before := coalesce(place_before, 0);

  -- The version of a stream is looked up once per append, before its events go in: a look-up among rows that the same
  -- statement has just written would pass over each of them.
  INSERT INTO log.events (position, recorded_at, tenant, id, version, category, stream, type, link, header, data)
  SELECT place_before + row_number() OVER given, greatest(newest, max(e.recorded_at) OVER given),
         e.tenant, e.id, e.expected + e.place, e.category, e.stream, e.type, decode(e.link, 'hex'), e.header, e.data
  FROM (
    SELECT g.*, max(CASE WHEN g.place = 1 THEN coalesce(
      (SELECT s.version FROM log.events s WHERE s.stream = g.stream ORDER BY s.version DESC LIMIT 1), 0) END
    ) OVER (PARTITION BY g.append) AS actual
    FROM ROWS FROM (json_to_recordset(batch::json) AS (
      append integer, expected integer, place integer, recorded_at timestamptz,
      category text, tenant uuid, stream text, id uuid, type text, link text, header text, data text
    )) WITH ORDINALITY AS g (
      append, expected, place, recorded_at, category, tenant, stream, id, type, link, header, data, number
    )
  ) e
  WHERE e.expected = e.actual AND starts_with(e.stream, e.category || '-' || e.tenant || '.')
  WINDOW given AS (ORDER BY e.number);
  GET DIAGNOSTICS inserted = ROW_COUNT;

  IF inserted > 0 THEN
    PERFORM pg_notify('etapp_log', '');
  END IF;
  IF inserted < json_array_length(batch::json) THEN
    verdicts := log.verdicts(batch::json, place_before);
  END IF;
END
$$;

-- What became of each append, read off the log: its own events stand where they belong (now, or since an earlier
-- sending of the same ids), or they do not.
CREATE FUNCTION log.verdicts(batch json, place_before bigint) RETURNS json
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  BEGIN ATOMIC
  SELECT json_agg(json_build_object(
    'append', g.append,
    'verdict', CASE
      WHEN NOT g.own_tenant THEN 'wrong-tenant'
      WHEN g.standing < g.given THEN 'conflict'
      WHEN g.last <= place_before THEN 'repeated'
      ELSE 'appended'
    END,
    'version', coalesce(
      (SELECT s.version FROM log.events s WHERE s.stream = g.stream ORDER BY s.version DESC LIMIT 1), 0),
    'position', g.last))
  FROM (
    SELECT e.append, e.stream, count(*) AS given, count(s.id) AS standing, max(s.position) AS last,
           bool_and(starts_with(e.stream, e.category || '-' || e.tenant || '.')) AS own_tenant
    FROM json_to_recordset(batch) AS e (
      append integer, expected integer, place integer, category text, tenant uuid, stream text, id uuid
    )
    LEFT JOIN log.events s ON s.stream = e.stream AND s.version = e.expected + e.place AND s.id = e.id
    GROUP BY e.append, e.stream
  ) g;
  END;

-- The newest position and recorded time, of all municipalities: how far a reader may go, and nothing about anyone.
CREATE FUNCTION log.head(OUT "position" bigint, OUT recorded_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  BEGIN ATOMIC
  SELECT e.position, e.recorded_at FROM log.events e ORDER BY e.position DESC LIMIT 1;
  END;

-- The last position recorded at or before an instant, 0 for none. Recorded times never fall, so halving finds it
-- without an index.
CREATE FUNCTION log.position_at(instant timestamptz) RETURNS bigint
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
DECLARE
  low bigint := 0;
  high bigint := coalesce((SELECT max(e.position) FROM log.events e), 0);
  middle bigint;
BEGIN
  WHILE low < high LOOP
    middle := (low + high + 1) / 2;
    IF (SELECT e.recorded_at FROM log.events e WHERE e.position = middle) <= instant THEN
      low := middle;
    ELSE
      high := middle - 1;
    END IF;
  END LOOP;
  RETURN low;
END
$$;

-- One stream of the caller's municipality in one round trip: runs with the caller's rights, so row-level security
-- holds, and the setting ends with the statement's transaction.
CREATE FUNCTION log.read_stream(owner_tenant uuid, name text, from_version integer) RETURNS SETOF log.events
  LANGUAGE plpgsql VOLATILE SECURITY INVOKER
  AS $$
BEGIN
  PERFORM pg_catalog.set_config('etapp.tenant', owner_tenant::text, true);
  RETURN QUERY
    SELECT * FROM log.events e
    WHERE e.stream = name AND e.version >= from_version AND e.tenant = owner_tenant
    ORDER BY e.version;
END
$$;

GRANT EXECUTE ON FUNCTION log.append(text) TO etapp_api, etapp_projector, etapp_reminders;
GRANT EXECUTE ON FUNCTION log.head() TO etapp_api, etapp_projector, etapp_reminders, etapp_sealer;
GRANT EXECUTE ON FUNCTION log.position_at(timestamptz) TO etapp_api, etapp_projector, etapp_reminders, etapp_sealer;
GRANT EXECUTE ON FUNCTION log.read_stream(uuid, text, integer) TO etapp_api, etapp_projector, etapp_reminders;
GRANT EXECUTE ON FUNCTION log.verdicts(json, bigint) TO etapp_append;
ALTER FUNCTION log.append(text) OWNER TO etapp_append;
ALTER FUNCTION log.head() OWNER TO etapp_append;
ALTER FUNCTION log.position_at(timestamptz) OWNER TO etapp_append;
