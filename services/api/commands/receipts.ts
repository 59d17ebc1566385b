import { createHmac, timingSafeEqual } from 'node:crypto';

import type { Executed } from '@etapp/command-engine';
import type { Pool } from 'pg';

import { Receipt } from '../openapi/schemas.js';
import { ProblemError } from '../problems/problem-error.js';

/** A command and its body, as the receipt table knows them. */
export type Keyed = { readonly tenant: string; readonly commandId: string; readonly body: string };

type Row = { readonly fingerprint: Buffer; readonly receipt: string; readonly at_position: string };

const dayInMs = 24 * 60 * 60 * 1000;

/**
 * First answers by idempotency key, for 24 hours. The truth about an effect is in its stream; this table lets a repeat
 * without effect have its first answer, and tells a key that is used for another body.
 */
export const receipts = (pool: Pool, fingerprintKey: Uint8Array, now: () => string) => {
  const fingerprintOf = (body: string): Buffer => createHmac('sha256', fingerprintKey).update(body).digest();
  return {
    /** The first answer, or undefined. Throws `idempotency-key-reused` for another body. */
    recall: async ({ tenant, commandId, body }: Keyed): Promise<Executed | undefined> => {
      const since = new Date(Date.parse(now()) - dayInMs).toISOString();
      const found = await pool.query<Row>({
        name: 'recall-receipt',
        text: 'SELECT fingerprint, receipt, at_position FROM app.recall_receipt($1, $2, $3)',
        values: [tenant, commandId, since],
      });
      const row = found.rows[0];
      if (row === undefined) return undefined;
      if (!timingSafeEqual(row.fingerprint, fingerprintOf(body))) throw new ProblemError('idempotency-key-reused');
      const receipt = Receipt.parse(JSON.parse(row.receipt));
      return { receipt, position: row.at_position, repeated: true };
    },
    /** Keeps an answer. Loses nothing that matters if it fails. */
    remember: async ({ tenant, commandId, body }: Keyed, { receipt, position }: Executed): Promise<void> => {
      await pool.query({
        name: 'remember-receipt',
        text: 'SELECT app.remember_receipt($1, $2, $3, $4, $5, $6)',
        values: [tenant, commandId, fingerprintOf(body), JSON.stringify(receipt), position, now()],
      });
    },
    /** Drops what is older than a day. */
    forget: async (tenant: string): Promise<void> => {
      await pool.query('SELECT app.forget_receipts($1, $2)', [
        tenant,
        new Date(Date.parse(now()) - dayInMs).toISOString(),
      ]);
    },
  };
};

/** The receipt table. */
export type Receipts = ReturnType<typeof receipts>;
