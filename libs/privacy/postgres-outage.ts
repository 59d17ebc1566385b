import { DatabaseError } from 'pg';

import { KeysUnavailable } from './refusals.js';

/** SQLSTATE classes of a server that cannot serve now: connection, transaction lost, resources, object in use, operator. */
const PASSING = /^(?:08|40|53|55|57|58)/;

/** Runs the work; what the server or the way to it prevented is KeysUnavailable, any other error stays what it is. */
export const orUnavailable = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TypeError) throw error;
    if (error instanceof DatabaseError && !PASSING.test(error.code ?? '')) throw error;
    throw new KeysUnavailable('the key store does not answer', { cause: error });
  }
};
