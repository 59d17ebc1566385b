import { type EtappEvents, events } from '@etapp/domain';
import { decodeEvent, type EventStore } from '@etapp/event-store';
import type { Recorded, RecordedEvent } from '@etapp/kernel';
import { type Directory, directoryOf, type Member } from '@etapp/reminders';

import { inTurns } from './in-turns.js';

/** The staff and leads of a municipality as the log has them now. Throws what the store throws. */
export type DirectoryReader = (tenant: string) => Promise<Directory>;

type Staff = {
  readonly members: ReadonlyMap<string, Member>;
  readonly leads: ReadonlyMap<string, string>;
};
type StaffFolds = { readonly [K in keyof EtappEvents]?: (staff: Staff, event: Recorded<EtappEvents, K>) => Staff };

const nobody: Staff = { members: new Map(), leads: new Map() };

const withMember = (staff: Staff, userId: string, change: (member: Member) => Member): Staff => {
  const member = staff.members.get(userId);
  return member === undefined ? staff : { ...staff, members: new Map(staff.members).set(userId, change(member)) };
};

const folds: StaffFolds = {
  UnitRegistered: (staff, { data }) => ({ ...staff, leads: new Map(staff.leads).set(data.unitId, data.leadUserId) }),
  StaffRegistered: (staff, { data: { userId, partyKind, unitIds, roles } }) => ({
    ...staff,
    members: new Map(staff.members).set(userId, { userId, partyKind, unitIds, roles, absences: [] }),
  }),
  StaffRolesChanged: (staff, { stream, data: { unitIds, roles } }) =>
    withMember(staff, stream.id, (member) => ({ ...member, unitIds, roles })),
  StaffLeft: (staff, { stream, data: { leftOn } }) => withMember(staff, stream.id, (member) => ({ ...member, leftOn })),
  StaffAbsenceRecorded: (staff, { stream, data }) =>
    withMember(staff, stream.id, (member) => ({ ...member, absences: [...member.absences, data] })),
  StaffReturned: (staff, { stream, data: { absenceId, returnedOn } }) =>
    withMember(staff, stream.id, (member) => ({
      ...member,
      absences: member.absences.map((absence) => (isOf(absence, absenceId) ? { ...absence, returnedOn } : absence)),
    })),
};

/** Absences keep their ids, of which recipients know nothing. */
const isOf = (absence: object, absenceId: string): boolean => 'absenceId' in absence && absence.absenceId === absenceId;

type StaffEvent = RecordedEvent<EtappEvents>;
const isStaffEvent = (event: RecordedEvent): event is StaffEvent => event.type in folds;

const folded = <K extends keyof EtappEvents>(
  staff: Staff,
  event: Recorded<EtappEvents, K> & { readonly type: K },
): Staff => folds[event.type]?.(staff, event) ?? staff;

const pageSize = 2_000;

/**
 * Follows the log in memory and asks it for news at each question; those who ask at the same time share one look.
 * `onTrouble` hears of an event that cannot be read, without which the directory goes on.
 */
export const directoryReader = (store: EventStore, onTrouble: (error: unknown) => void): DirectoryReader => {
  const staffs = new Map<string, Staff>();
  const directories = new Map<string, Directory>();
  let position = store.start;

  const apply = (tenant: string, event: RecordedEvent | undefined): void => {
    if (event === undefined || !isStaffEvent(event)) return;
    staffs.set(tenant, folded(staffs.get(tenant) ?? nobody, event));
    directories.delete(tenant);
  };
  const catchUp = inTurns(async (): Promise<void> => {
    for (let atHead = false; !atHead;) {
      const page = await store.readAll(position, { types: Object.keys(folds) }, pageSize);
      for (const stored of page.events) {
        try {
          apply(stored.stream.tenant, decodeEvent(events, stored));
        } catch (error) {
          onTrouble(error);
        }
      }
      ({ upTo: position, atHead } = page);
    }
  });
  return async (tenant) => {
    await catchUp();
    const known = directories.get(tenant);
    if (known !== undefined) return known;
    const { members, leads } = staffs.get(tenant) ?? nobody;
    const units = [...leads].map(([unitId, leadUserId]) => ({ unitId, leadUserId }));
    const directory = directoryOf([...members.values()], units);
    directories.set(tenant, directory);
    return directory;
  };
};
