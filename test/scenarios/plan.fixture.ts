import { v7 as newId } from 'uuid';

import type { InCase } from './caller.fixture.js';
import { dayOf, instant } from './local-time.fixture.js';

/** Records the first contact, held at that local time. */
export const recordContact = (who: InCase, at: string) =>
  who.does(
    'record-first-contact',
    {
      ...{ contactId: newId(), heldAt: instant(at), channel: 'visit', purposeExplained: true },
      ...{ attendees: ['participant', 'labourMarketAdministration'], ownAnswer: 'Jag vill börja arbeta.' },
    },
    at,
  );

/** Assesses the track. */
export const assessTrack = (who: InCase, track: 'mainFlow' | 'specialSupport', at: string) =>
  who.does('assess-track', { track, barriers: ['unemployed'] }, at);

/** Drafts a plan with a goal and an activity; answers its id. */
export const draftPlan = async (who: InCase, at: string): Promise<string> => {
  const [planId, goalId, activityId] = [newId(), newId(), newId()];
  await who.does('draft-plan', { planId, planType: 'directPlan' }, at);
  await who.does('add-plan-goal', { planId, goalId, goalKind: 'work', wording: 'Ett arbete på lager' });
  const activity = { activityId, goalId, kind: 'jobSearch', ownerParty: 'participant', startsOn: dayOf(at) };
  await who.does('add-plan-activity', { planId, ...activity });
  return planId;
};

/** What a plan says next, and by when. */
type NextStep = { readonly planId: string; readonly nextStepOn: string };

const nextStep = ({ planId, nextStepOn }: NextStep) => ({ planId, nextStep: 'Skicka tre ansökningar', nextStepOn });

/** Activates a drafted plan, agreed to then. */
export const activatePlan = (who: InCase, step: NextStep, at: string) =>
  who.does('activate-plan', { ...nextStep(step), agreedByParticipantAt: instant(at) }, at);

/** Reviews the active plan together with the participant. */
export const reviewPlan = (who: InCase, step: NextStep, at: string) =>
  who.does('review-plan', { ...nextStep(step), reviewedOn: dayOf(at), withParticipant: true }, at);

/** Meets the person, assesses the track, and makes a plan that is active from then; answers its id. */
export const contactAndPlan = async (
  who: InCase,
  at: string,
  { nextStepOn, track = 'mainFlow' }: { readonly nextStepOn: string; readonly track?: 'mainFlow' | 'specialSupport' },
): Promise<string> => {
  await recordContact(who, at);
  await assessTrack(who, track, at);
  const planId = await draftPlan(who, at);
  await activatePlan(who, { planId, nextStepOn }, at);
  return planId;
};
