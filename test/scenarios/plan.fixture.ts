import { v7 as newId } from 'uuid';

import type { CallerOf, Sending } from './caller.fixture.js';

const commands = (caseId: string): string => `/v1/cases/${caseId}/commands`;

/** Records the first contact of a case. */
export const recordContact = (by: CallerOf, caseId: string, sending: Sending & { heldAt: string }): Promise<unknown> =>
  by.does(
    `${commands(caseId)}/record-first-contact`,
    {
      contactId: newId(),
      heldAt: sending.heldAt,
      channel: 'visit',
      attendees: ['participant', 'labourMarketAdministration'],
      purposeExplained: true,
      ownAnswer: 'Jag vill börja arbeta.',
    },
    sending,
  );

/** Assesses the track of a case. */
export const assessTrack = (by: CallerOf, caseId: string, track: string, sending: Sending = {}): Promise<unknown> =>
  by.does(`${commands(caseId)}/assess-track`, { track, barriers: ['unemployed'] }, sending);

/** Drafts a plan with a goal and an activity; answers its id. */
export const draftPlan = async (by: CallerOf, caseId: string, sending: Sending = {}): Promise<string> => {
  const [planId, goalId] = [newId(), newId()];
  await by.does(`${commands(caseId)}/draft-plan`, { planId, planType: 'directPlan' }, sending);
  await by.does(`${commands(caseId)}/add-plan-goal`, {
    planId,
    goalId,
    goalKind: 'work',
    wording: 'Ett arbete på lager',
  });
  const activity = {
    activityId: newId(),
    goalId,
    kind: 'jobSearch',
    ownerParty: 'participant',
    startsOn: '2026-01-07',
  };
  await by.does(`${commands(caseId)}/add-plan-activity`, { planId, ...activity });
  return planId;
};

/** Activates a drafted plan, agreed to now. */
export const activatePlan = (
  by: CallerOf,
  { caseId, planId, nextStepOn, agreedAt }: { caseId: string; planId: string; nextStepOn: string; agreedAt: string },
  sending: Sending = {},
): Promise<unknown> =>
  by.does(
    `${commands(caseId)}/activate-plan`,
    { planId, nextStep: 'Skicka tre ansökningar', nextStepOn, agreedByParticipantAt: agreedAt },
    sending,
  );
