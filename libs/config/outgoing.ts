import { z } from 'zod';

import { checked, DatabaseUrl, digits, Environment, InvalidConfiguration, type Variables } from './config.js';

const keys = { ETAPP_KEYS_DATABASE_URL: true, ETAPP_MASTER_KEY_FILE: true, ETAPP_MASTER_KEY: true } as const;

/** What leaves the house: e-mail and webhooks, and where the list of it stands. */
export const OutgoingEnvironment = z.object({
  ...Environment.pick({ ETAPP_MODE: true, ETAPP_WEBHOOK_HOSTS: true }).shape,
  /** Opens the addresses of members of staff; needed with `ETAPP_SMTP_URL`. */
  ...Environment.pick(keys).partial().shape,
  /** Connection of the role etapp_reminders. */
  ETAPP_REMINDERS_DATABASE_URL: DatabaseUrl,
  /** Where people open Etapp; the link in an e-mail, and the name by which receivers of webhooks know us. */
  ETAPP_PUBLIC_URL: z.url({ protocol: /^https?$/ }).default('http://127.0.0.1:3000'),
  /** The mail server, with user and options; without one no e-mail is sent. */
  ETAPP_SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  ETAPP_MAIL_FROM: z.email().optional(),
  /** Secrets that sign what webhooks are told, in the form of the master key; the last two are valid. */
  ETAPP_WEBHOOK_KEY_FILE: z.string().optional(),
  ETAPP_WEBHOOK_KEY: z.string().optional(),
  /** Days for which what was sent stays on the list of what went out. */
  ETAPP_OUTGOING_KEEP_DAYS: digits(z.number().int().min(7).max(3_650)).default(90),
});

/** Checked settings of what leaves the house. */
export type OutgoingConfig = z.output<typeof OutgoingEnvironment>;

const mailFaults = (config: OutgoingConfig): string[] => {
  if (config.ETAPP_SMTP_URL === undefined) return [];
  const { ETAPP_MAIL_FROM: from, ETAPP_KEYS_DATABASE_URL: url } = config;
  const masterKey = config.ETAPP_MASTER_KEY ?? config.ETAPP_MASTER_KEY_FILE;
  return [
    ...(from === undefined ? ['ETAPP_MAIL_FROM: e-mail needs a sender'] : []),
    ...(url === undefined ? ['ETAPP_KEYS_DATABASE_URL: e-mail needs the keys of addresses'] : []),
    ...(masterKey === undefined ? ['ETAPP_MASTER_KEY_FILE: e-mail needs the keys of addresses'] : []),
  ];
};

const webhookFaults = (config: OutgoingConfig): string[] => {
  const named = [config.ETAPP_WEBHOOK_KEY, config.ETAPP_WEBHOOK_KEY_FILE].filter((value) => value !== undefined);
  const some = Object.keys(config.ETAPP_WEBHOOK_HOSTS).length > 0;
  if (named.length > 1) return ['ETAPP_WEBHOOK_KEY_FILE: name a file or a value, and not both'];
  return some && named.length === 0 ? ['ETAPP_WEBHOOK_KEY_FILE: what webhooks are told must be signed'] : [];
};

/** Reads and checks what leaves the house, and how. Throws InvalidConfiguration, which names every fault at once. */
export const readOutgoingConfig = (environment: Variables): OutgoingConfig => {
  const config = checked(OutgoingEnvironment, environment);
  const faults = [...mailFaults(config), ...webhookFaults(config)];
  if (faults.length > 0) throw new InvalidConfiguration(faults);
  return config;
};
