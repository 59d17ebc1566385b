import { partsOfReminderId } from '@etapp/domain';
import { z } from 'zod';

import type { Caller } from './caller.fixture.js';
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

const Listed = z.object({
  items: z.array(z.object({ ruleNo: z.string(), subjectId: z.string(), dueOn: z.string(), state: z.string() })),
});

/** What a case reminds of by some rules, as people may read it: day, rule, thing and state of each ring, by day. */
export const readReminders = async (by: Caller, caseId: string, ruleNos: readonly string[]) => {
  const ofRule = async (ruleNo: string) =>
    Listed.parse(await by.reads(`/v1/reminders?scope=unit&caseId=${caseId}&rule=${ruleNo}`)).items;
  const listed = (await Promise.all(ruleNos.map(ofRule))).flat();
  return listed
    .map(({ ruleNo, dueOn, subjectId, state }) => [dueOn, ruleNo, subjectId, state])
    .toSorted((one, other) => one.join().localeCompare(other.join()));
};

/** A ring to come, from the agenda. */
export const toPlanned = ({ reminderId, ringAt }: { readonly reminderId: string; readonly ringAt: string }) => {
  const { ruleId, subjectId } = partsOfReminderId(reminderId);
  return { ruleId, subjectId, at: localTime(ringAt) };
};
