import { z } from 'zod';

import { checked, InvalidConfiguration, Port, type Variables } from './config.js';

/** Where an operator looks after the reminder worker: health, metrics, and its queue to read only. */
export const OperationsEnvironment = z.object({
  ETAPP_OPERATIONS_HOST: z.string().min(1).default('127.0.0.1'),
  /** Without a port nothing listens. */
  ETAPP_OPERATIONS_PORT: Port.optional(),
  /** Asked for before metrics and queue are shown; a file, or the value itself. */
  ETAPP_OPERATIONS_TOKEN_FILE: z.string().optional(),
  ETAPP_OPERATIONS_TOKEN: z.string().min(32).optional(),
});

/** Where the operations listen, and where the token stands; undefined: nowhere. */
export type OperationsConfig = {
  readonly host: string;
  readonly port: number;
  readonly token: { readonly file?: string | undefined; readonly value?: string | undefined };
};

/** Reads and checks where operations listen. Throws InvalidConfiguration, which names every fault at once. */
export const readOperationsConfig = (environment: Variables): OperationsConfig | undefined => {
  const config = checked(OperationsEnvironment, environment);
  const { ETAPP_OPERATIONS_PORT: port, ETAPP_OPERATIONS_TOKEN_FILE: file, ETAPP_OPERATIONS_TOKEN: value } = config;
  if (port === undefined) return undefined;
  if ((file === undefined) === (value === undefined)) {
    throw new InvalidConfiguration(['ETAPP_OPERATIONS_TOKEN_FILE: the operations need a token, from one place']);
  }
  return { host: config.ETAPP_OPERATIONS_HOST, port, token: { file, value } };
};
