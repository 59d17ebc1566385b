import { z } from 'zod';

import { EndingEnvironment, readEndingConfig, readSharingConfig, SharingEnvironment } from './apart.js';
import {
  ApiEnvironment,
  InvalidConfiguration,
  ProjectorEnvironment,
  readConfig,
  readProjectorConfig,
  type Variables,
} from './config.js';
import { LogEnvironment, readLogConfig } from './log.js';
import { OperationsEnvironment, readOperationsConfig } from './operations.js';
import { OutgoingEnvironment, readOutgoingConfig } from './outgoing.js';
import { readRingingConfig, RingingEnvironment } from './ringing.js';
import { readTracingConfig, TracingEnvironment } from './tracing.js';

/** Everything that each program reads of its environment, composed of the parts that it shares with others. */
export const programEnvironments = {
  api: z.object({
    ...{ ...ApiEnvironment.shape, ...LogEnvironment.shape },
    ...{ ...EndingEnvironment.shape, ...TracingEnvironment.shape },
  }),
  projector: z.object({
    ...{ ...ProjectorEnvironment.shape, ...LogEnvironment.shape },
    ...{ ...SharingEnvironment.shape, ...TracingEnvironment.shape },
  }),
  reminders: z.object({
    ...{ ...RingingEnvironment.shape, ...OutgoingEnvironment.shape, ...OperationsEnvironment.shape },
    ...{ ...LogEnvironment.shape, ...TracingEnvironment.shape },
  }),
};

/** A part that was read; in a box, since a part may well be undefined. */
type Read<T> = { readonly value: T };

/** Reads part after part, and keeps what is wrong with each. */
const partsOf = (environment: Variables) => {
  const faults = new Set<string>();
  const read = <T>(reader: (environment: Variables) => T): Read<T> | undefined => {
    try {
      return { value: reader(environment) };
    } catch (error) {
      if (!(error instanceof InvalidConfiguration)) throw error;
      for (const fault of error.faults) faults.add(fault);
      return undefined;
    }
  };
  return { read, invalid: () => new InvalidConfiguration([...faults]) };
};

/** Reads and checks all that the API reads. Throws InvalidConfiguration, which names every fault at once. */
export const readApiProgram = (environment: Variables) => {
  const { read, invalid } = partsOf(environment);
  const [api, log] = [read(readConfig), read(readLogConfig)];
  const [ending, tracing] = [read(readEndingConfig), read(readTracingConfig)];
  if (!api || !log || !ending || !tracing) throw invalid();
  return { api: api.value, log: log.value, ending: ending.value, tracing: tracing.value };
};

/** Reads and checks all that a projector reads. Throws InvalidConfiguration, which names every fault at once. */
export const readProjectorProgram = (environment: Variables) => {
  const { read, invalid } = partsOf(environment);
  const [projector, log] = [read(readProjectorConfig), read(readLogConfig)];
  const [sharing, tracing] = [read(readSharingConfig), read(readTracingConfig)];
  if (!projector || !log || !sharing || !tracing) throw invalid();
  return { projector: projector.value, log: log.value, sharing: sharing.value, tracing: tracing.value };
};

/** Reads and checks all that a reminder worker reads. Throws InvalidConfiguration, which names every fault at once. */
export const readRemindersProgram = (environment: Variables) => {
  const { read, invalid } = partsOf(environment);
  const [ringing, outgoing] = [read(readRingingConfig), read(readOutgoingConfig)];
  const [log, tracing, operations] = [read(readLogConfig), read(readTracingConfig), read(readOperationsConfig)];
  if (!ringing || !outgoing || !log || !tracing || !operations) throw invalid();
  const outward = { outgoing: outgoing.value, operations: operations.value };
  return { ringing: ringing.value, ...outward, log: log.value, tracing: tracing.value };
};
