import { impossible } from '@etapp/kernel';

import type { MeetingPartyRow, TripartiteQueueRow } from './row.js';

type Row = TripartiteQueueRow;

/** What changes need of an event. */
type Step = { readonly type: string; readonly id: string; readonly occurredAt: string };

/** The row of a meeting that is in the queue. Throws ImpossibleStep where it was never asked for, or is called off. */
export const asked = (row: Row | undefined, event: Step): Row => row ?? impossible(event, 'no such meeting is planned');

/** The row with some of its fields changed, in the state it is in. */
export const changed = (row: Row | undefined, event: Step, change: Partial<Row>): Row => ({
  ...asked(row, event),
  ...change,
});

/** The row in a new state, since the event. */
export const became = (
  row: Row | undefined,
  event: Step,
  { state, ...change }: Pick<Row, 'state'> & Partial<Row>,
): Row => ({
  ...asked(row, event),
  ...change,
  state,
  stateSince: event.occurredAt,
  stateSetBy: event.id,
});

type OfParty = Step & { readonly data: { readonly partyId: string } };

/** The row with one of its parties changed. Throws ImpossibleStep for a party that is none of the meeting's. */
export const withParty = (row: Row | undefined, event: OfParty, change: Partial<MeetingPartyRow>): Row => {
  const known = asked(row, event);
  const { partyId } = event.data;
  if (!known.parties.some((party) => party.partyId === partyId)) return impossible(event, 'no such party');
  const parties = known.parties.map((party) =>
    party.partyId === partyId ? { ...party, ...change, setBy: event.id } : party,
  );
  return { ...known, parties };
};

type Named = Pick<MeetingPartyRow, 'partyId' | 'kind' | 'organisation' | 'contact'>;

/** A party that has heard nothing yet. */
export const uninvited = ({ partyId, kind, organisation, contact }: Named, event: Step): MeetingPartyRow => ({
  ...{ partyId, kind, organisation, contact },
  reply: 'notInvited',
  setBy: event.id,
});

/** The parties asked anew, but for those who have left. */
export const uninvitedAgain = (parties: readonly MeetingPartyRow[], event: Step): MeetingPartyRow[] =>
  parties.map((party) => (party.reply === 'withdrawn' ? party : uninvited(party, event)));

/** The parties with an attendance for those marked. */
export const attending = (
  parties: readonly MeetingPartyRow[],
  marks: ReadonlyMap<string, NonNullable<MeetingPartyRow['attendance']>>,
  event: Step,
): MeetingPartyRow[] =>
  parties.map((party) => {
    const attendance = marks.get(party.partyId);
    return attendance === undefined ? party : { ...party, attendance, setBy: event.id };
  });

/** What a meeting goes back to when it is no longer on hold. */
export const resumesAs = (
  { state, resumesAs: known }: Row,
  retractedPartyIds: readonly string[],
): NonNullable<Row['resumesAs']> => {
  const before = state === 'onHold' ? known : state;
  if (before === 'notHeld') return 'notHeld';
  return before === 'invited' && retractedPartyIds.length === 0 ? 'invited' : 'scheduled';
};
