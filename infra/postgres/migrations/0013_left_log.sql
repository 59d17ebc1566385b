-- A log that was moved takes nothing more: each append asks whether the database still belongs to the log that stands in
-- it. Whoever gives a database to another log takes the same lock first (etapp migrate-log), so an append either went in
-- before that, and was moved, or is refused; it matters not who was connected. While a log is moved back, which its
-- newest record tells, only those who may write such records append. The rest is as in 0002; owner and rights stay.
CREATE OR REPLACE FUNCTION log.append(batch text, OUT place_before bigint, OUT verdicts json)
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
DECLARE
  newest timestamptz;
  inserted integer;
  move json;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('etapp event log', 0));

  SELECT g.record INTO move FROM log.generations g ORDER BY g.number DESC LIMIT 1;
  IF (move ->> 'id')::uuid IS DISTINCT FROM (SELECT g.id FROM app.log_generation g)
    AND NOT (move IS NOT NULL AND move ->> 'moved' IS NULL AND has_table_privilege(session_user, 'log.generations', 'INSERT'))
  THEN
    RAISE EXCEPTION 'The event log in this database is not the one that its checkpoints belong to: it was moved'
      USING ERRCODE = 'LL001';
  END IF;

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

GRANT SELECT ON log.generations, app.log_generation TO etapp_append;
