import { absenceOn, type PartyKind, type Recipient, type Role } from '@etapp/domain';
import type { LocalDate } from '@etapp/kernel';

import type { Addressee } from './define-reminders.js';
import type { Schedule } from './schedule-row.js';

/** A period away, from its first day to its last, or until the day of return. */
type Absence = {
  readonly fromOn: LocalDate;
  readonly toOn: LocalDate;
  readonly deputyUserId?: string | undefined;
  readonly returnedOn?: LocalDate | undefined;
};

/** A member of staff, as far as reminders go. */
export type Member = {
  readonly userId: string;
  readonly partyKind: PartyKind;
  readonly unitIds: readonly string[];
  readonly roles: readonly Role[];
  readonly absences: readonly Absence[];
  readonly leftOn?: LocalDate | undefined;
};

/** Who works here and who leads, as known now. Whoever is not known counts as at work: the directory may lag. */
export type Directory = {
  readonly memberOf: (userId: string) => Member | undefined;
  readonly membersOf: (unitId: string) => readonly Member[];
  readonly leadOf: (unitId: string) => string | undefined;
};

/** Who has a case: what a ring about it is addressed by. */
export type Handling = Pick<Schedule, 'unitId' | 'caseworkerUserId' | 'deputy'>;

/** What finding recipients takes: the day, the staff, and which parties are the unit's own authority. */
export type Addressing = {
  readonly on: LocalDate;
  readonly directory: Directory;
  readonly ownParties: readonly PartyKind[];
};

/** Whom a ring reaches, and who would have been reached, had they not been away (the first of them). */
export type Reached = { readonly recipients: readonly Recipient[]; readonly reroutedFromUserId?: string };

/** A directory over lists of members and units. */
export const directoryOf = (
  members: readonly Member[],
  units: readonly { readonly unitId: string; readonly leadUserId: string }[],
): Directory => {
  const byUser = new Map(members.map((member) => [member.userId, member]));
  const leads = new Map(units.map(({ unitId, leadUserId }) => [unitId, leadUserId]));
  const byUnit = new Map<string, Member[]>();
  for (const member of members) {
    for (const unitId of member.unitIds) byUnit.set(unitId, [...(byUnit.get(unitId) ?? []), member]);
  }
  return {
    memberOf: (userId) => byUser.get(userId),
    membersOf: (unitId) => byUnit.get(unitId) ?? [],
    leadOf: (unitId) => leads.get(unitId),
  };
};

const isThere = (userId: string, { on, directory }: Addressing): boolean => {
  const member = directory.memberOf(userId);
  if (member === undefined) return true;
  const gone = member.leftOn !== undefined && member.leftOn <= on;
  return !gone && absenceOn(member.absences, on) === undefined;
};

/** The deputy whom somebody's absence names (R32), if the deputy is there. */
const staffDeputyOf = (userId: string, addressing: Addressing): string | undefined => {
  const member = addressing.directory.memberOf(userId);
  const deputy = member === undefined ? undefined : absenceOn(member.absences, addressing.on)?.deputyUserId;
  return deputy !== undefined && isThere(deputy, addressing) ? deputy : undefined;
};

const caseDeputyOf = ({ deputy }: Handling, addressing: Addressing): string | undefined => {
  if (deputy === undefined || addressing.on < deputy.fromOn || deputy.toOn < addressing.on) return undefined;
  return isThere(deputy.userId, addressing) ? deputy.userId : undefined;
};

/** The lead, or whom their absence names. A unit whose lead nobody knows is addressed by role alone: nothing is lost. */
const toLead = ({ unitId }: Handling, addressing: Addressing): Reached => {
  const lead = unitId === undefined ? undefined : addressing.directory.leadOf(unitId);
  if (lead === undefined) return { recipients: [{ role: 'unitLead' }] };
  const standIn = isThere(lead, addressing) ? undefined : staffDeputyOf(lead, addressing);
  return standIn === undefined
    ? { recipients: [{ userId: lead, role: 'unitLead' }] }
    : { recipients: [{ userId: standIn, role: 'unitLead' }], reroutedFromUserId: lead };
};

const toCaseworkerOf = (handling: Handling, addressing: Addressing): Reached => {
  const { caseworkerUserId: userId } = handling;
  if (userId !== undefined && isThere(userId, addressing)) return { recipients: [{ userId, role: 'caseworker' }] };
  const deputy =
    caseDeputyOf(handling, addressing) ?? (userId === undefined ? undefined : staffDeputyOf(userId, addressing));
  const { recipients } = deputy === undefined ? toLead(handling, addressing) : standingIn(deputy);
  return { recipients, ...(userId === undefined ? {} : { reroutedFromUserId: userId }) };
};
const standingIn = (userId: string): Reached => ({ recipients: [{ userId, role: 'deputy' }] });

type ToParty = Extract<Addressee, { kind: 'party' }>;

const toUser = ({ party, role }: ToParty, userId: string, addressing: Addressing): Reached | undefined => {
  if (isThere(userId, addressing)) return { recipients: [{ userId, party, role }] };
  const deputy = staffDeputyOf(userId, addressing);
  return deputy === undefined ? undefined : { ...standingIn(deputy), reroutedFromUserId: userId };
};

/** The party's user; the caseworker if the party has none, or is the own authority. */
const toPartyOf = (to: ToParty, handling: Handling, addressing: Addressing): Reached => {
  const { party, userId, role } = to;
  const named = userId === undefined ? undefined : toUser(to, userId, addressing);
  if (named !== undefined) return named;
  const users = addressing.ownParties.includes(party) ? [] : usersOf(party, handling, addressing);
  const reached: Reached =
    users.length === 0
      ? toCaseworkerOf(handling, addressing)
      : { recipients: users.map((user) => ({ userId: user, party, role })) };
  return userId === undefined ? reached : { ...reached, reroutedFromUserId: userId };
};

const usersOf = (party: PartyKind, { unitId = '' }: Handling, addressing: Addressing): readonly string[] =>
  addressing.directory
    .membersOf(unitId)
    .filter(({ partyKind, userId }) => partyKind === party && isThere(userId, addressing))
    .map(({ userId }) => userId);

const toCoordinatorsOf = (party: PartyKind, { unitId = '' }: Handling, addressing: Addressing): Reached => ({
  recipients: addressing.directory
    .membersOf(unitId)
    .filter(({ partyKind, roles }) => partyKind === party && roles.includes('coordinator'))
    .filter(({ userId }) => isThere(userId, addressing))
    .map(({ userId }) => ({ userId, party, role: 'coordinator' })),
});

const reach = (to: Addressee, handling: Handling, addressing: Addressing): Reached => {
  switch (to.kind) {
    case 'caseworker':
      return toCaseworkerOf(handling, addressing);
    case 'unitLead':
      return toLead(handling, addressing);
    case 'coordinator':
      return toCoordinatorsOf(to.party, handling, addressing);
    case 'party':
      return toPartyOf(to, handling, addressing);
  }
};

/** Each user once, as what they were first named. */
const eachOnce = (recipients: readonly Recipient[]): readonly Recipient[] =>
  recipients.filter(
    ({ userId, role }, place) =>
      recipients.findIndex((other) => (userId === undefined ? other.role === role : other.userId === userId)) === place,
  );

/**
 * Whom a ring reaches on a day: of a case those who have it, of a person those who have any of the person's open cases.
 * The caseworker; while they are away the deputy of the case, else the one whom their absence names, else the unit lead.
 */
export const recipientsOf = (
  to: readonly Addressee[],
  handlings: readonly Handling[],
  addressing: Addressing,
): Reached => {
  const reached = handlings.flatMap((handling) => to.map((addressee) => reach(addressee, handling, addressing)));
  const rerouted = reached.find(({ reroutedFromUserId }) => reroutedFromUserId !== undefined)?.reroutedFromUserId;
  return {
    recipients: eachOnce(reached.flatMap(({ recipients }) => recipients)),
    ...(rerouted === undefined ? {} : { reroutedFromUserId: rerouted }),
  };
};
