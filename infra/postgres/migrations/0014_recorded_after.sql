-- When the oldest event after a position was recorded, of all municipalities: how long a reader has been behind, and nothing
-- about anyone. Null where there is none. Positions have no gaps, so it is one look-up, whoever asks.
CREATE FUNCTION log.recorded_after(after bigint) RETURNS timestamptz
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  BEGIN ATOMIC
  SELECT e.recorded_at FROM log.events e WHERE e.position > after ORDER BY e.position LIMIT 1;
  END;

GRANT EXECUTE ON FUNCTION log.recorded_after(bigint) TO etapp_api, etapp_projector, etapp_reminders;
ALTER FUNCTION log.recorded_after(bigint) OWNER TO etapp_append;
