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

const hasLeft = (userId: string, { on, directory }: Addressing): boolean => {
  const leftOn = directory.memberOf(userId)?.leftOn;
  return leftOn !== undefined && leftOn <= on;
};

const isThere = (userId: string, addressing: Addressing): boolean => {
  const { on, directory } = addressing;
  const member = directory.memberOf(userId);
  return member === undefined || (!hasLeft(userId, addressing) && absenceOn(member.absences, on) === undefined);
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

const asLead = (userId: string): Recipient => ({ userId, role: 'unitLead' });

/** Those of the unit who are there and have one of these roles. */
const thoseAs = (unitId: string, roles: readonly Role[], addressing: Addressing): readonly Member[] =>
  addressing.directory
    .membersOf(unitId)
    .filter((member) => member.roles.some((role) => roles.includes(role)) && isThere(member.userId, addressing));

/**
 * A unit that nobody leads: its coordinators, else its caseworkers, of the own authority. Whoever comes to lead it finds
 * the ring as well, since those may not know of a protected person.
 */
const withoutLead = (unitId: string, addressing: Addressing): readonly Recipient[] => {
  const isOwn = ({ partyKind }: Member): boolean => addressing.ownParties.includes(partyKind);
  const coordinators = thoseAs(unitId, ['coordinator'], addressing).filter(isOwn);
  const caseworkers = thoseAs(unitId, ['labourMarketCaseworker'], addressing).filter(isOwn);
  const [role, standing] =
    coordinators.length > 0 ? (['coordinator', coordinators] as const) : (['caseworker', caseworkers] as const);
  return [{ role: 'unitLead', unitId }, ...standing.map(({ userId }) => ({ userId, role }))];
};

/** Who leads instead of a lead who is not there: whom their absence names, else the others who lead the unit. */
const leadsInstead = (lead: string | undefined, unitId: string, addressing: Addressing): readonly string[] => {
  const deputy = lead === undefined ? undefined : staffDeputyOf(lead, addressing);
  return deputy === undefined ? thoseAs(unitId, ['unitLead'], addressing).map(({ userId }) => userId) : [deputy];
};

/** Those who are told what is the lead's while the lead, if there is one, is not there. */
const withLeadAway = (lead: string | undefined, unitId: string, addressing: Addressing): readonly Recipient[] => {
  const instead = leadsInstead(lead, unitId, addressing);
  if (instead.length > 0) return instead.map(asLead);
  // One who is away finds it when they are back.
  return lead === undefined || hasLeft(lead, addressing) ? withoutLead(unitId, addressing) : [asLead(lead)];
};

/** The lead, or who leads instead; in a unit that nobody leads those who have its cases. */
const toLead = ({ unitId }: Handling, addressing: Addressing): Reached => {
  if (unitId === undefined) return { recipients: [{ role: 'unitLead' }] };
  const lead = addressing.directory.leadOf(unitId);
  if (lead !== undefined && isThere(lead, addressing)) return { recipients: [asLead(lead)] };
  const recipients = withLeadAway(lead, unitId, addressing);
  const isRerouted = lead !== undefined && recipients.every(({ userId }) => userId !== lead);
  return { recipients, ...(isRerouted ? { reroutedFromUserId: lead } : {}) };
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
    ({ userId, unitId, role }, place) =>
      recipients.findIndex((other) =>
        userId === undefined
          ? other.userId === undefined && other.role === role && other.unitId === unitId
          : other.userId === userId,
      ) === place,
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
