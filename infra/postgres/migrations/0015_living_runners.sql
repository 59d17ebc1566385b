-- Who is believed to be alive, said once for all who ask. A runner whose time lies further ahead than it could have put it
-- wrote that before the database's clock went back: it has died since, or says anew within a quarter of its lease that it
-- lives.
ALTER TABLE engine.runners ADD COLUMN lasts interval NOT NULL DEFAULT '60 seconds';
COMMENT ON COLUMN engine.runners.lasts IS 'How far ahead of the database''s clock it puts "until"; a release that does not tell is taken to use the longest that settings allow';

CREATE VIEW engine.living AS
  SELECT id, name, follows, until FROM engine.runners
  WHERE until > clock_timestamp() AND until <= clock_timestamp() + 2 * lasts;
COMMENT ON VIEW engine.living IS 'The runners that are believed to be alive; a lease is free when its holder is not among them';

GRANT SELECT ON engine.living TO etapp_api, etapp_projector;
