import { readLogConfig } from '@etapp/config';
import { openEventStore, type OpenEventStore } from '@etapp/event-store';

import type { Deployment } from './deployment.js';
import type { Run } from './run.js';

/** Opens a deployment's log as the projector: in the event store that the environment names, else in its database. */
export const openOwnLog = (
  { environment }: Pick<Run, 'environment'>,
  { projectorUrl }: Pick<Deployment, 'projectorUrl'>,
  name: string,
): OpenEventStore => openEventStore({ url: readLogConfig(environment).ETAPP_EVENT_STORE_URL ?? projectorUrl(), name });
