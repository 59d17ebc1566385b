-- Where the log came from, each time that it was moved here from another server, and which generation of the log the
-- checkpoints of this database belong to: positions of one generation mean nothing in another.
CREATE TABLE log.generations (
  number integer PRIMARY KEY CHECK (number > 0),
  record text NOT NULL
);
COMMENT ON TABLE log.generations IS 'Where the log came from, JSON: two records for each time that it was moved here, begun and complete; append only';

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log.generations
  FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change();
ALTER TABLE log.generations ENABLE ALWAYS TRIGGER append_only;

GRANT SELECT ON log.generations TO etapp_api, etapp_projector, etapp_reminders, etapp_sealer;
GRANT INSERT ON log.generations TO etapp_projector;

CREATE TABLE app.log_generation (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  id uuid NOT NULL
);
COMMENT ON TABLE app.log_generation IS 'The log''s generation that all checkpoints here belong to; no row: one that was never moved';

GRANT SELECT ON app.log_generation TO etapp_api, etapp_projector, etapp_reminders;
