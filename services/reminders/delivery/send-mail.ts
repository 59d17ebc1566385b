import { decodeEvent, type EventStore } from '@etapp/event-store';
import type { Box, EventCatalogue } from '@etapp/kernel';
import type { Opener } from '@etapp/privacy';
import { createTransport } from 'nodemailer';

import type { Delivery, Outcome } from './delivery.js';
import { MailPreferences } from './follow-mail.js';
import { type Letter, letterOf } from './letter.js';

/** Hands a letter to a mail server; settles when the server has taken it over. */
export type Mailer = { readonly send: (letter: Letter) => Promise<void>; readonly close: () => void };

/** What writing to members of staff needs. */
export type MailParts = {
  readonly store: EventStore;
  readonly catalogue: EventCatalogue;
  /** Opens the address, which is sealed with the key of the member of staff. */
  readonly opener: Opener;
  readonly mailer: Mailer;
  readonly from: string;
  /** Where Etapp is opened in a browser. */
  readonly publicUrl: string;
};

/** The mail server did not take the letter over in time. */
class DialogueOverdue extends Error {
  override readonly name = 'DialogueOverdue';
  readonly code = 'timeout';
}

/** How long a mail server may be silent, and how long a dialogue may last in all. Milliseconds. */
export type MailLimits = { readonly timeoutMs: number; readonly totalMs: number };

/** Letters by SMTP; the URL holds server, user and options. A dialogue that lasts too long is hung up on. */
export const smtpMailer = (url: string, { timeoutMs, totalMs }: MailLimits): Mailer => {
  const waits = { connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs };
  const transport = createTransport({ url, ...waits, disableFileAccess: true, disableUrlAccess: true });
  const headers = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' };
  return {
    send: async (letter) => {
      const signal = AbortSignal.timeout(totalMs);
      try {
        await transport.sendMail({ ...letter, headers, signal });
      } catch (error) {
        throw signal.aborted ? new DialogueOverdue('the dialogue took too long', { cause: error }) : error;
      }
    },
    close: () => transport.close(),
  };
};

/** The address as chosen last, or undefined for somebody who wants no e-mail or has left. */
const findAddress = async ({ store, catalogue }: MailParts, tenant: string, userId: string) => {
  let address: Box<string> | undefined;
  for (const stored of await store.readStream({ category: 'staff', tenant, id: userId })) {
    if (stored.type === 'StaffLeft') return undefined;
    if (stored.type !== 'NotificationPreferencesChanged') continue;
    address = MailPreferences.parse(decodeEvent(catalogue, stored)?.data).email;
  }
  return address;
};

const nobody: Outcome = { kind: 'void', error: 'not-wanted' };

const openAddress = async (parts: MailParts, tenant: string, userId: string): Promise<string | undefined> => {
  const box = await findAddress(parts, tenant, userId);
  if (box === undefined) return undefined;
  const [opened] = await parts.opener.openAll(tenant, [box], { persons: [userId] });
  return opened?.kind === 'open' ? String(opened.value) : undefined;
};

/** The server's verdict on the address is final; everything else may pass. */
const refusal = (thrown: unknown): Outcome => {
  if (!(thrown instanceof Error) || !('responseCode' in thrown)) throw thrown;
  const status = Number(thrown.responseCode);
  const aboutAddress = 'code' in thrown && thrown.code === 'EENVELOPE';
  return { kind: 'failed', error: `smtp-${status}`, final: aboutAddress && status >= 550 && status <= 553 };
};

/** Writes one letter. Throws what kept it from being sent; the error's code says why, its words may hold the address. */
export const sendMail = async (parts: MailParts, delivery: Delivery): Promise<Outcome> => {
  const { tenant, recipient, items, key } = delivery;
  if (recipient === undefined) return { kind: 'failed', error: 'undecodable-event', final: true };
  const to = await openAddress(parts, tenant, recipient);
  if (to === undefined) return nobody;
  const { from, publicUrl } = parts;
  try {
    await parts.mailer.send(letterOf({ from, to, items, key, publicUrl }));
    return { kind: 'sent' };
  } catch (thrown) {
    return refusal(thrown);
  }
};
