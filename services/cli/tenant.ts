import type { EventStore } from '@etapp/event-store';

import type { Deployment } from './deployment.js';
import { stop } from './exit-codes.js';
import { openOwnLog } from './open-log.js';
import type { Run } from './run.js';

const pageSize = 1_000;

/** Every municipality has a unit before it has a case, so its units tell which there are. */
const tenantsOf = async (store: EventStore): Promise<readonly string[]> => {
  const found = new Set<string>();
  let after = store.start;
  for (let atHead = false; !atHead;) {
    const page = await store.readAll(after, { categories: ['unit'], types: ['UnitRegistered'] }, pageSize);
    for (const { stream } of page.events) found.add(stream.tenant);
    ({ upTo: after, atHead } = page);
  }
  return [...found];
};

/** The municipality that is meant: the one named, else the only one there is. */
export const tenantIn = async (store: EventStore, named: string | undefined): Promise<string> => {
  if (named !== undefined) return named;
  const [only, ...others] = await tenantsOf(store);
  if (only === undefined) {
    return stop('notFound', {
      sv: 'Loggen har ingen kommun än. Registrera en enhet först.',
      en: 'The log has no municipality yet. Register a unit first.',
    });
  }
  if (others.length === 0) return only;
  return stop('usage', {
    sv: 'Loggen har flera kommuner. Ange vilken med --tenant.',
    en: 'The log has several municipalities. Name one with --tenant.',
  });
};

/** The same, where the log is read with the rights of one municipality only and cannot tell which there are. */
export const tenantOf = async (run: Run, deployment: Deployment): Promise<string> => {
  const { tenant } = run.shared;
  if (tenant !== undefined) return tenant;
  const store = openOwnLog(run, deployment, 'etapp-tenant');
  try {
    return await tenantIn(store, undefined);
  } finally {
    await store.close();
  }
};
