-- Roles belong to the whole cluster and several databases may be migrated at once, so each is made only if it is
-- missing, and losing that race is no error. Passwords are set elsewhere (setRolePasswords): none stands in a file.
DO $$
DECLARE
  wanted record;
BEGIN
  FOR wanted IN
    SELECT *
    FROM (VALUES
      ('etapp_owner', 'NOLOGIN'),
      ('etapp_append', 'NOLOGIN'),
      ('etapp_api', 'LOGIN'),
      ('etapp_projector', 'LOGIN'),
      ('etapp_reminders', 'LOGIN'),
      ('etapp_keys', 'LOGIN'),
      ('etapp_sealer', 'LOGIN')
    ) AS role (name, login)
    WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role.name)
  LOOP
    BEGIN
      EXECUTE format('CREATE ROLE %I %s NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOREPLICATION', wanted.name, wanted.login);
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
      NULL;
    END;
  END LOOP;
END
$$;

-- The owner may hand a function to etapp_append; whoever migrates without being superuser may act as the owner.
DO $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM pg_auth_members
    WHERE roleid = 'etapp_append'::regrole AND member = 'etapp_owner'::regrole
  ) THEN
    GRANT etapp_append TO etapp_owner;
  END IF;
  IF NOT pg_has_role(current_user, 'etapp_owner', 'MEMBER') THEN
    EXECUTE format('GRANT etapp_owner TO %I', current_user);
  END IF;
EXCEPTION WHEN unique_violation OR internal_error THEN
  -- Another database of the cluster granted the same at the same moment ("tuple concurrently updated").
  NULL;
END
$$;

DO $$
BEGIN
  EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
END
$$;
REVOKE ALL ON SCHEMA public FROM PUBLIC;

CREATE SCHEMA log AUTHORIZATION etapp_owner;
CREATE SCHEMA keys AUTHORIZATION etapp_owner;
CREATE SCHEMA engine AUTHORIZATION etapp_owner;
CREATE SCHEMA read AUTHORIZATION etapp_owner;
CREATE SCHEMA app AUTHORIZATION etapp_owner;
CREATE SCHEMA reminders AUTHORIZATION etapp_owner;
CREATE SCHEMA bullmq AUTHORIZATION etapp_owner;

COMMENT ON SCHEMA log IS 'Events, stream heads and seals; append only';
COMMENT ON SCHEMA keys IS 'Keys of persons and the blind index';
COMMENT ON SCHEMA engine IS 'Checkpoints, slots and parked keys of the projections';
COMMENT ON SCHEMA read IS 'Rows of the projections';
COMMENT ON SCHEMA app IS 'Receipts, the read-access log, and the tenant setting';
COMMENT ON SCHEMA reminders IS 'When reminders ring, and what is on its way out of the house';
COMMENT ON SCHEMA bullmq IS 'The queue that wakes the reminder worker where there is no Redis; may be emptied at any time';

GRANT USAGE ON SCHEMA log TO etapp_api, etapp_projector, etapp_reminders, etapp_append, etapp_sealer;
GRANT USAGE ON SCHEMA keys TO etapp_keys;
GRANT USAGE ON SCHEMA engine TO etapp_api, etapp_projector;
GRANT USAGE ON SCHEMA read TO etapp_api, etapp_projector;
GRANT USAGE ON SCHEMA app TO etapp_api, etapp_projector, etapp_reminders, etapp_keys, etapp_append, etapp_sealer;
GRANT USAGE ON SCHEMA reminders, bullmq TO etapp_reminders;
-- ALTER FUNCTION … OWNER TO asks this of the new owner. The role cannot log in; only its function acts as it.
GRANT CREATE ON SCHEMA log TO etapp_append;

-- A new function can be called by nobody until a migration grants it.
ALTER DEFAULT PRIVILEGES FOR ROLE etapp_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

-- The queue's library makes its own tables and functions here (installBell), and may make more in a later release.
ALTER DEFAULT PRIVILEGES FOR ROLE etapp_owner IN SCHEMA bullmq
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO etapp_reminders;
ALTER DEFAULT PRIVILEGES FOR ROLE etapp_owner IN SCHEMA bullmq GRANT USAGE ON SEQUENCES TO etapp_reminders;
ALTER DEFAULT PRIVILEGES FOR ROLE etapp_owner IN SCHEMA bullmq GRANT EXECUTE ON FUNCTIONS TO etapp_reminders;

-- The list of migrations belongs to the owner, who runs all later ones; services read it before they start.
ALTER SCHEMA migrations OWNER TO etapp_owner;
ALTER TABLE migrations.applied OWNER TO etapp_owner;
GRANT USAGE ON SCHEMA migrations TO etapp_api, etapp_projector, etapp_reminders, etapp_keys, etapp_sealer;
GRANT SELECT ON migrations.applied TO etapp_api, etapp_projector, etapp_reminders, etapp_keys, etapp_sealer;

-- The municipality of the transaction, or null: then every tenant policy is false and no row shows. On a pooled
-- connection the setting is '' once a transaction has set it. Plain SQL with the body parsed here, so that the planner
-- inlines it: "tenant = app.current_tenant()" is then a comparison by the leakproof uuid_eq with a constant, usable as
-- an index condition, and the search path of a caller cannot change its meaning.
CREATE FUNCTION app.current_tenant() RETURNS uuid
  LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('etapp.tenant', true), '')::uuid;
ALTER FUNCTION app.current_tenant() OWNER TO etapp_owner;
REVOKE ALL ON FUNCTION app.current_tenant() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.current_tenant()
  TO etapp_api, etapp_projector, etapp_reminders, etapp_keys, etapp_append, etapp_sealer;
COMMENT ON FUNCTION app.current_tenant() IS 'Municipality of this transaction (setting etapp.tenant), null when unset';
