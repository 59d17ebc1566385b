import { lookup } from 'node:dns/promises';

import type { OutgoingConfig } from '@etapp/config';
import { createPool } from '@etapp/database';
import { events } from '@etapp/domain';
import { type EventStore, openEventStore, PostgresStore } from '@etapp/event-store';
import { keyRing, loadMasterKey, loadSecretKeys, opener, postgresKeyStore } from '@etapp/privacy';
import type { Pool } from 'pg';

import type { DeliverParts } from './deliver.js';
import { protectedJudge } from './protected-persons.js';
import { type MailParts, smtpMailer } from './send-mail.js';

/** Everything that sends, and the hand that closes it. */
export type DeliveryComposition = { readonly parts: DeliverParts; readonly close: () => Promise<void> };

/** Longest wait for a receiver or a word of a mail server; a lease lasts several of them, and two whole dialogues. */
const timeoutMs = 10_000;
const leaseMs = 60_000;
const dialogueMs = leaseMs / 2;
const poolLimits = { max: 12, statementTimeoutMs: 10_000, lockTimeoutMs: 5_000 };

const composeMail = (config: OutgoingConfig, store: EventStore, now: () => string) => {
  const { ETAPP_SMTP_URL: smtp, ETAPP_MAIL_FROM: from, ETAPP_KEYS_DATABASE_URL: url } = config;
  if (smtp === undefined || from === undefined || url === undefined) return undefined;
  const wrapping = loadMasterKey({ file: config.ETAPP_MASTER_KEY_FILE, env: config.ETAPP_MASTER_KEY });
  const keys: Pool = createPool({ url, name: 'etapp-delivery-keys', ...poolLimits, max: 2 });
  const ring = keyRing({ store: postgresKeyStore(keys), wrapping, now });
  const mailer = smtpMailer(smtp, { timeoutMs, totalMs: dialogueMs });
  const publicUrl = config.ETAPP_PUBLIC_URL;
  const mail: MailParts = { store, catalogue: events, opener: opener(ring), mailer, from, publicUrl };
  return {
    mail,
    close: async (): Promise<void> => {
      mailer.close();
      await keys.end();
    },
  };
};

/** The secrets that sign for webhooks; none where the configuration names none. Throws BadMasterKey. */
const secretsOf = ({ ETAPP_WEBHOOK_KEY: env, ETAPP_WEBHOOK_KEY_FILE: file }: OutgoingConfig) =>
  env === undefined && file === undefined ? [] : loadSecretKeys({ env, file });

/**
 * Composes what sends, from the configuration; `eventStoreUrl` names the event store that holds the log, where there is one. Throws BadMasterKey for secrets that cannot be read. */
export const composeDelivery = (
  config: OutgoingConfig,
  now: () => string,
  eventStoreUrl?: string,
): DeliveryComposition => {
  const url = config.ETAPP_REMINDERS_DATABASE_URL;
  const secrets = secretsOf(config);
  const store =
    eventStoreUrl === undefined
      ? new PostgresStore({ url, name: 'etapp-delivery-log', readers: 4 })
      : openEventStore({ url: eventStoreUrl, name: 'etapp-delivery-log' });
  const pool = createPool({ url, name: 'etapp-delivery', ...poolLimits });
  const mail = composeMail(config, store, now);
  const hosts = config.ETAPP_WEBHOOK_HOSTS;
  return {
    parts: {
      ...{ store, pool, catalogue: events, now, secrets, leaseMs, mail: mail?.mail, limits: { timeoutMs } },
      ...{ isProtected: protectedJudge(store), keepDays: config.ETAPP_OUTGOING_KEEP_DAYS },
      rules: {
        allowedHosts: (tenant) => hosts[tenant] ?? [],
        development: config.ETAPP_MODE === 'development',
        resolve: (host) => lookup(host, { all: true }),
      },
      origin: new URL(config.ETAPP_PUBLIC_URL).hostname,
      chance: () => Math.random(),
    },
    close: async () => {
      await mail?.close();
      await store.close();
      await pool.end();
    },
  };
};
