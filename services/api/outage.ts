import { isNativeError } from 'node:util/types';

import { OutcomeUnknown } from '@etapp/event-store';

const outageCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOENT',
  '57P01',
  '57P02',
  '57P03',
  '57014',
  '53100',
  '53200',
  '53300',
  '08006',
  '08001',
  '08003',
]);
const outageTexts =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Cannot use a pool/;

/** Whether an error says that the database cannot be reached or has no place left now: worth another try, nothing happened. */
export const isDatabaseOutage = (error: unknown): boolean => {
  if (!isNativeError(error)) return false;
  const code: unknown = Reflect.get(error, 'code');
  return (
    (typeof code === 'string' && outageCodes.has(code)) ||
    outageTexts.test(error.message) ||
    isDatabaseOutage(error.cause)
  );
};

/** SQLSTATE `disk_full`: the server has no room for what is written. */
const diskFull = '53100';

/**
 * Whether an error, or what lies beneath it, says that there was no room for what was to be written, and nothing was. It
 * is not so where an earlier sending may have gone in.
 */
export const isStorageFull = (error: unknown): boolean =>
  error instanceof Error &&
  !(error instanceof OutcomeUnknown) &&
  (Reflect.get(error, 'code') === diskFull || isStorageFull(error.cause));
