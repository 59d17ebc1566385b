import { describe, expect, it } from '@jest/globals';

import { aHistory, foldHistory, type Step } from '../a-history.fixture.js';
import { id } from '../cases.fixture.js';
import { about, meetingId, partyIds, reply, steps, theCase, untilInvited, wholeMeeting } from './a-meeting.fixture.js';
import { tripartiteQueue } from './tripartite-queue.js';

const { open, request, askConsent, consent, schedule } = steps;
const scheduled = [...open, request, askConsent, consent, schedule];
const rowAfter = (...history: readonly Step[]) => foldHistory(tripartiteQueue, aHistory(...history)).get(meetingId);
const repliesOf = (row: ReturnType<typeof rowAfter>) => row?.parties.map((party) => party.reply);

describe('the row of a meeting', () => {
  it('begins when it is asked for, and closes its texts in boxes', () => {
    const row = rowAfter(...open, request);
    expect(row).toMatchObject({ caseId: theCase, state: 'requested', requestedAt: '2026-05-04T07:00:00.000Z' });
    expect(row).toMatchObject({
      stateSetBy: '0197e7a0-0000-7000-9000-000000000003',
      minutesState: 'none',
      parties: [],
    });
    expect(JSON.stringify(rowAfter(...wholeMeeting))).not.toMatch(/arbetsförmågan|Berg|Praktiken/);
  });

  it('has a time and parties that are not invited when it is scheduled', () => {
    const row = rowAfter(...scheduled);
    expect(row).toMatchObject({ state: 'scheduled', startsOn: '2026-05-20', convenor: 'labourMarketAdministration' });
    expect(repliesOf(row)).toEqual(['notInvited', 'notInvited', 'notInvited', 'notInvited']);
  });

  it('follows each party by itself', () => {
    const { pes, incomeSupport } = partyIds;
    const opened = about('RecordInvitationOpened', ['06', '08:00'], {
      ...{ partyId: incomeSupport, openedAt: '2026-05-06T08:00:00+02:00' },
    });
    const row = rowAfter(...untilInvited, opened, reply(pes, 'declines', ['06', '09:00']));
    expect(row).toMatchObject({ state: 'invited', stateSince: '2026-05-05T08:00:00.000Z' });
    expect(repliesOf(row)).toEqual(['invited', 'invited', 'declines', 'opened']);
  });

  it('keeps a party that has left, and asks one that is added', () => {
    const { incomeSupport } = partyIds;
    const leave = about('RemoveParty', ['06', '08:00'], { partyId: incomeSupport, reasonCode: 'withdrew' });
    const add = about('AddParty', ['06', '08:10'], { party: { partyId: id(205), kind: 'incomeSupport' } });
    const row = rowAfter(...untilInvited, leave, add);
    expect(repliesOf(row)).toEqual(['invited', 'invited', 'invited', 'withdrawn', 'notInvited']);
    const moved = rowAfter(...untilInvited, leave, add, move);
    expect(repliesOf(moved)).toEqual(['notInvited', 'notInvited', 'notInvited', 'withdrawn', 'notInvited']);
  });

  it('asks everybody anew when it is moved after somebody did not come', () => {
    const missed = about('RecordMeetingNoShow', ['20', '10:30'], {
      ...{ missedAt: '2026-05-20T10:00:00+02:00', absentPartyIds: [partyIds.participant], notified: false },
    });
    const absent = rowAfter(...untilInvited, missed);
    expect(absent).toMatchObject({ state: 'notHeld', parties: [{ attendance: 'absent' }, {}, {}, {}] });
    const again = rowAfter(...untilInvited, missed, moveAfter);
    expect(again).toMatchObject({ state: 'scheduled', startsOn: '2026-06-03', moves: 1 });
    expect(again?.parties[0]).not.toHaveProperty('attendance');
    expect(again?.parties[0]).not.toHaveProperty('invitedAt');
  });

  it('waits with its invitations retracted when the consent is withdrawn, and goes on where they must be sent again', () => {
    const held = rowAfter(...untilInvited, steps.withdrawConsent);
    expect(held).toMatchObject({ state: 'onHold', holdReason: 'consentWithdrawn', resumesAs: 'scheduled' });
    expect(repliesOf(held)).toEqual(['invited', 'invited', 'retracted', 'retracted']);
    const resume = about('ResumeTripartiteMeeting', ['11', '09:00'], { ground: { kind: 'personPresent' } });
    const resumed = rowAfter(...untilInvited, steps.withdrawConsent, resume);
    expect(resumed).toMatchObject({ state: 'scheduled', ground: { kind: 'personPresent' } });
    expect(resumed?.holdReason).toBeUndefined();
  });

  it('has attendance, conclusion and minutes once held', () => {
    const row = rowAfter(...wholeMeeting);
    expect(row).toMatchObject({
      ...{ state: 'closed', conclusion: 'continueAsPlanned', minutesState: 'approved', minutesVersion: 1 },
      parties: [{ attendance: 'attended' }, {}, {}, {}],
    });
  });

  it('is gone when the meeting is called off or not wanted any more', () => {
    const cancel = about('CancelTripartiteMeeting', ['06', '09:00'], {
      byParty: 'participant',
      reasonCode: 'notNeeded',
    });
    expect(rowAfter(...untilInvited, cancel)).toBeUndefined();
    const withdraw = about('WithdrawTripartiteRequest', ['04', '09:30'], { reasonCode: 'solvedOtherwise' });
    expect(rowAfter(...open, request, withdraw)).toBeUndefined();
  });
});

const move = about('RescheduleTripartiteMeeting', ['07', '09:00'], {
  ...{ startsAt: '2026-06-03T10:00:00+02:00', endsAt: '2026-06-03T11:00:00+02:00' },
  ...{ byParty: 'publicEmploymentService', reasonCode: 'partyUnavailable' },
});
const moveAfter = about('RescheduleTripartiteMeeting', ['21', '09:00'], {
  ...{ startsAt: '2026-06-03T10:00:00+02:00', endsAt: '2026-06-03T11:00:00+02:00' },
  ...{ byParty: 'labourMarketAdministration', reasonCode: 'noShow' },
});
