import { createHmac, timingSafeEqual } from 'node:crypto';

import type { Executed } from '@etapp/command-engine';
import { coalesced } from '@etapp/database';
import type { Pool } from 'pg';

import { Receipt } from '../openapi/schemas.js';
import { ProblemError } from '../problems/problem-error.js';

/** A command and its body, as the receipt table knows them. */
export type Keyed = { readonly tenant: string; readonly commandId: string; readonly body: string };

type Question = Pick<Keyed, 'tenant' | 'commandId'> & { readonly since: string };
type Kept = Pick<Keyed, 'tenant' | 'commandId'> & {
  readonly fingerprint: Buffer;
  readonly receipt: string;
  readonly position: string;
  readonly at: string;
};
type Row = { readonly fingerprint: Buffer; readonly receipt: string; readonly at_position: string; readonly n: number };

const together = { most: 64, atOnce: 2 };

const recallSeveral =
  (pool: Pool) =>
  async (questions: readonly Question[]): Promise<(Row | undefined)[]> => {
    const { rows } = await pool.query<Row>({
      name: 'recall-receipts',
      text: `SELECT n::integer, fingerprint, receipt, at_position
        FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) WITH ORDINALITY AS q (tenant, command_id, since, n)
        CROSS JOIN LATERAL app.recall_receipt(q.tenant, q.command_id, q.since)`,
      values: [
        questions.map(({ tenant }) => tenant),
        questions.map(({ commandId }) => commandId),
        questions.map(({ since }) => since),
      ],
    });
    return questions.map((_question, index) => rows.find(({ n }) => n === index + 1));
  };

const rememberSeveral =
  (pool: Pool) =>
  async (kept: readonly Kept[]): Promise<undefined[]> => {
    await pool.query({
      name: 'remember-receipts',
      text: `SELECT app.remember_receipt(tenant, command_id, fingerprint, receipt, position, at)
        FROM unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::text[], $5::text[], $6::timestamptz[])
          AS k (tenant, command_id, fingerprint, receipt, position, at)`,
      values: [
        kept.map(({ tenant }) => tenant),
        kept.map(({ commandId }) => commandId),
        kept.map(({ fingerprint }) => fingerprint),
        kept.map(({ receipt }) => receipt),
        kept.map(({ position }) => position),
        kept.map(({ at }) => at),
      ],
    });
    return kept.map(() => undefined);
  };

const dayInMs = 24 * 60 * 60 * 1000;

/**
 * First answers by idempotency key, for 24 hours. The truth about an effect is in its stream; this table lets a repeat
 * without effect have its first answer, and tells a key that is used for another body.
 */
export const receipts = (pool: Pool, fingerprintKey: Uint8Array, now: () => string) => {
  const fingerprintOf = (body: string): Buffer => createHmac('sha256', fingerprintKey).update(body).digest();
  const recall = coalesced(recallSeveral(pool), together);
  const remember = coalesced(rememberSeveral(pool), together);
  return {
    /** The first answer, or undefined. Throws `idempotency-key-reused` for another body. */
    recall: async ({ tenant, commandId, body }: Keyed): Promise<Executed | undefined> => {
      const since = new Date(Date.parse(now()) - dayInMs).toISOString();
      const row = await recall({ tenant, commandId, since });
      if (row === undefined) return undefined;
      if (!timingSafeEqual(row.fingerprint, fingerprintOf(body))) throw new ProblemError('idempotency-key-reused');
      const receipt = Receipt.parse(JSON.parse(row.receipt));
      return { receipt, position: row.at_position, repeated: true };
    },
    /** Keeps an answer. Loses nothing that matters if it fails. */
    remember: async ({ tenant, commandId, body }: Keyed, { receipt, position }: Executed): Promise<void> => {
      const fingerprint = fingerprintOf(body);
      await remember({ tenant, commandId, fingerprint, receipt: JSON.stringify(receipt), position, at: now() });
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
