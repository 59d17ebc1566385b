/** How something leaves the house. */
export type Channel = 'email' | 'webhook';

/** One thing to send, as a sender has it in hand. */
export type Delivery = {
  readonly tenant: string;
  /** Names it at every attempt: event id, channel and recipient. The receiver gets it, so that a repetition shows. */
  readonly key: string;
  readonly channel: Channel;
  /** Member of staff or webhook; absent where the event could not be read. */
  readonly recipient: string | undefined;
  readonly eventId: string;
  /** Stored name of the event's stream, and its version there. */
  readonly stream: string;
  readonly version: number;
  /** How many reminders a letter announces. */
  readonly items: number;
  /** Attempts so far, this one included. */
  readonly attempts: number;
  /** When it was to be tried this time. */
  readonly dueAt: string;
  /** When it was first tried. */
  readonly firstAt: string;
  /** Proves that this sender has it in hand. */
  readonly lease: string;
};

/** What became of an attempt. Codes only: an error's own words may hold an address. */
export type Outcome =
  | { readonly kind: 'sent' }
  /** `final`: no later attempt can do better. */
  | { readonly kind: 'failed'; readonly error: string; readonly final?: boolean }
  /** No longer wanted. */
  | { readonly kind: 'void'; readonly error: string };

/** Why a letter is no longer wanted that waited for longer than one is tried. Storage format. */
export const outdated = 'outdated';

/** What names a delivery for ever: the channel, the event (or the day of a daily letter) and the recipient. */
export const deliveryKey = (channel: Channel, what: string, recipient: string): string =>
  `${channel}_${what}_${recipient}`;

const longestCode = 64;

/** A short code for something thrown: its code, else its name. Never its words. */
export const codeOf = (thrown: unknown): string => {
  if (!(thrown instanceof Error)) return 'unknown';
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : thrown.name;
  return code
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, longestCode);
};
