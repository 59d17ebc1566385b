import { describe, expect, it } from '@jest/globals';

import { InvalidConfiguration } from './config.js';
import { readOutgoingConfig } from './outgoing.js';

const url = 'postgres://u:p@db.example.se:5432/etapp';
const tenant = '0197e7a0-0000-7000-8000-000000000001';
const faultsOf = (variables: Readonly<Record<string, string>>): readonly string[] => {
  try {
    readOutgoingConfig({ ETAPP_REMINDERS_DATABASE_URL: url, ...variables });
    return [];
  } catch (error) {
    return error instanceof InvalidConfiguration ? error.faults.map((fault) => fault.split(/[.:]/)[0] ?? '') : ['?'];
  }
};

describe('what leaves the house', () => {
  it('is nothing unless the environment says so', () => {
    expect(readOutgoingConfig({ ETAPP_REMINDERS_DATABASE_URL: url })).toEqual({
      ETAPP_MODE: 'production',
      ETAPP_REMINDERS_DATABASE_URL: url,
      ETAPP_PUBLIC_URL: 'http://127.0.0.1:3000',
      ETAPP_WEBHOOK_HOSTS: {},
      ETAPP_OUTGOING_KEEP_DAYS: 90,
    });
  });

  it('is e-mail only with a sender and the keys of addresses', () => {
    const mail = { ETAPP_SMTP_URL: 'smtps://user:secret@mail.example.se' };
    expect(faultsOf(mail)).toEqual(['ETAPP_MAIL_FROM', 'ETAPP_KEYS_DATABASE_URL', 'ETAPP_MASTER_KEY_FILE']);
    const keys = { ETAPP_KEYS_DATABASE_URL: url, ETAPP_MASTER_KEY_FILE: '/run/secrets/master' };
    expect(faultsOf({ ...mail, ...keys, ETAPP_MAIL_FROM: 'etapp@kommunen.example' })).toEqual([]);
    expect(faultsOf({ ETAPP_SMTP_URL: 'https://mail.example.se' })).toEqual(['ETAPP_SMTP_URL']);
  });

  it('is told to webhooks only with a signature', () => {
    const hosts = { ETAPP_WEBHOOK_HOSTS: JSON.stringify({ [tenant]: ['hooks.example.se', 'hooks.example.se:8443'] }) };
    expect(faultsOf(hosts)).toEqual(['ETAPP_WEBHOOK_KEY_FILE']);
    expect(faultsOf({ ...hosts, ETAPP_WEBHOOK_KEY: '1:a' })).toEqual([]);
    expect(faultsOf({ ...hosts, ETAPP_WEBHOOK_KEY: '1:a', ETAPP_WEBHOOK_KEY_FILE: '/a' })).toHaveLength(1);
    expect(faultsOf({ ETAPP_WEBHOOK_HOSTS: '["hooks.example.se"]' })).toEqual(['ETAPP_WEBHOOK_HOSTS']);
    expect(faultsOf({ ETAPP_WEBHOOK_HOSTS: JSON.stringify({ [tenant]: ['https://a'] }) })).toEqual([
      'ETAPP_WEBHOOK_HOSTS',
    ]);
  });
});
