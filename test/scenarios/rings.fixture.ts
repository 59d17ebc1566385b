import { partsOfReminderId } from '@etapp/domain';
import { z } from 'zod';

import { localTime } from './local-time.fixture.js';
import { letterOf } from './staff.fixture.js';
import { type StartedService, tenant } from './started-service.fixture.js';

const Ring = z.object({
  ...{ ruleId: z.string(), subjectId: z.string(), dueOn: z.string(), firedAt: z.string() },
  recipients: z.array(z.object({ userId: z.string().optional(), role: z.string() })),
  reroutedFromUserId: z.string().optional(),
});

/** Which rings are asked for: of some rules, and of one case or all. */
export type AskedRings = { readonly rules: readonly string[]; readonly caseId?: string };

/** A ring as the log has it, with people by their letters and the local time it rang at. */
const toRang = (caseId: string, data: string) => {
  const { ruleId, subjectId, dueOn, firedAt, recipients, reroutedFromUserId } = Ring.parse(JSON.parse(data));
  return {
    ...{ ruleId, caseId, subjectId, dueOn, at: localTime(firedAt) },
    to: recipients.map(({ userId, role }) => (userId === undefined ? role : letterOf(userId))),
    ...(reroutedFromUserId === undefined ? {} : { reroutedFrom: letterOf(reroutedFromUserId) }),
  };
};

/** Every ring in the log, in its order there. */
export const storedRings = async ({ api: { store } }: StartedService) =>
  (await store.readAll(store.start, { tenant, types: ['ReminderFired'] }, 100_000)).events;

/** Rings of some rules in the log, in their order there. */
export const rangIn = async (service: StartedService, { rules, caseId }: AskedRings) =>
  (await storedRings(service))
    .map(({ stream, data }) => toRang(stream.id, data))
    .filter((rang) => rules.includes(rang.ruleId) && (caseId === undefined || rang.caseId === caseId));

/** A ring to come, from the agenda. */
export const toPlanned = ({ reminderId, ringAt }: { readonly reminderId: string; readonly ringAt: string }) => {
  const { ruleId, subjectId } = partsOfReminderId(reminderId);
  return { ruleId, subjectId, at: localTime(ringAt) };
};
