import { readOutgoingConfig } from '@etapp/config';
import { requireSameGeneration } from '@etapp/projection-engine';
import { composeDelivery, type DeliverParts } from '@etapp/reminder-service';

import type { ExitCode } from './exit-codes.js';
import { eventStoreOf } from './open-log.js';
import { type Run, withDeployment } from './run.js';
import { tenantIn } from './tenant.js';

/** What leaves the house, of one municipality. */
export type Outgoing = { readonly parts: DeliverParts; readonly tenant: string };

/** Works on what leaves the house, as the role etapp_reminders, for the municipality that is meant. Throws OtherGeneration. */
export const withOutgoing = (run: Run, work: (outgoing: Outgoing) => Promise<ExitCode>): Promise<ExitCode> =>
  withDeployment(run, async ({ outgoing }) => {
    const { parts, close } = composeDelivery(readOutgoingConfig(outgoing()), run.now, eventStoreOf(run));
    try {
      await requireSameGeneration(parts.pool, parts.store);
      return await work({ parts, tenant: await tenantIn(parts.store, run.shared.tenant) });
    } finally {
      await close();
    }
  });
