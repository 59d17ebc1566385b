import type { LocalDate } from '@etapp/kernel';

/** Days on which somebody is away: until the day of return, which is a day at work. */
type Away = { readonly fromOn: LocalDate; readonly toOn: LocalDate; readonly returnedOn?: LocalDate | undefined };

/** The absence that covers a day, if any. */
export const absenceOn = <A extends Away>(absences: readonly A[], on: LocalDate): A | undefined =>
  absences.find(
    ({ fromOn, toOn, returnedOn }) => fromOn <= on && on <= toOn && (returnedOn === undefined || on < returnedOn),
  );

/** Whose a case is: its caseworker, and the deputy last appointed in it unless that was ended. */
export type Covered = {
  readonly caseworkerUserId: string | undefined;
  readonly deputy: { readonly userId: string; readonly fromOn: LocalDate; readonly toOn: LocalDate } | undefined;
};

/**
 * Who stands in for the caseworker of a case on a day (ställföreträdare): the deputy appointed in the case, in the period
 * of the appointment, else whom the caseworker's own absence names. `deputyOfAbsent` tells the latter of a user; asked
 * only where it matters. The one definition for lists, pages and commands.
 */
export const standInOn = <T>(
  on: LocalDate,
  { caseworkerUserId, deputy }: Covered,
  deputyOfAbsent: (userId: string) => T,
): string | T | undefined => {
  if (deputy !== undefined && deputy.fromOn <= on && on <= deputy.toOn) return deputy.userId;
  return caseworkerUserId === undefined ? undefined : deputyOfAbsent(caseworkerUserId);
};
