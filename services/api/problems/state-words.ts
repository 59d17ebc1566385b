import type { RejectionDetails, Text } from '@etapp/kernel';

/** The states that rules name when they refuse, by their codes: of meetings, invitations, measures, referrals and so on. */
export const stateWords: Readonly<Record<string, Text>> = {
  aborted: { sv: 'avbruten', en: 'aborted' },
  absent: { sv: 'frånvarande', en: 'absent' },
  accepted: { sv: 'mottagen', en: 'accepted' },
  accepts: { sv: 'tackat ja', en: 'accepted the invitation' },
  acknowledged: { sv: 'bekräftad', en: 'acknowledged' },
  active: { sv: 'aktiv', en: 'active' },
  admitted: { sv: 'antagen', en: 'admitted' },
  agreed: { sv: 'överenskommen', en: 'agreed' },
  alive: { sv: 'i livet', en: 'alive' },
  booked: { sv: 'bokad', en: 'booked' },
  cancelled: { sv: 'inställd', en: 'cancelled' },
  ceased: { sv: 'upphörd', en: 'ceased' },
  closed: { sv: 'avslutad', en: 'closed' },
  completed: { sv: 'genomförd', en: 'completed' },
  concluded: { sv: 'med slutsats', en: 'concluded' },
  confidentialityMarking: { sv: 'sekretessmarkerad', en: 'marked as confidential' },
  coordination: { sv: 'samordningsnummer', en: 'coordination number' },
  deceased: { sv: 'avliden', en: 'deceased' },
  decided: { sv: 'beslutad', en: 'decided' },
  declined: { sv: 'avböjd', en: 'declined' },
  declines: { sv: 'tackat nej', en: 'declined the invitation' },
  draft: { sv: 'utkast', en: 'draft' },
  earlier: { sv: 'avbruten i förtid', en: 'ended early' },
  employed: { sv: 'anställd', en: 'employed' },
  ended: { sv: 'avslutad', en: 'ended' },
  erroneous: { sv: 'felregistrerad', en: 'entered in error' },
  fictitiousIdentity: { sv: 'fingerade personuppgifter', en: 'fictitious personal data' },
  fired: { sv: 'given', en: 'given' },
  given: { sv: 'lämnat', en: 'given' },
  held: { sv: 'hållen', en: 'held' },
  interrupted: { sv: 'avbruten', en: 'interrupted' },
  invited: { sv: 'kallad', en: 'invited' },
  left: { sv: 'slutat', en: 'left' },
  minutesApproved: { sv: 'godkända minnesanteckningar', en: 'minutes approved' },
  none: { sv: 'ingen', en: 'none' },
  notAdmitted: { sv: 'inte antagen', en: 'not admitted' },
  notHeld: { sv: 'inte hållen', en: 'not held' },
  notInvited: { sv: 'inte kallad', en: 'not invited' },
  onHold: { sv: 'pausad', en: 'on hold' },
  open: { sv: 'öppen', en: 'open' },
  opened: { sv: 'öppnat kallelsen', en: 'opened the invitation' },
  over: { sv: 'avslutad', en: 'over' },
  personal: { sv: 'personnummer', en: 'personal number' },
  proposesNewTime: { sv: 'föreslagit annan tid', en: 'proposed another time' },
  protectedPopulationRegistration: { sv: 'skyddad folkbokföring', en: 'protected registration' },
  registered: { sv: 'registrerad', en: 'registered' },
  rejected: { sv: 'avvisad', en: 'rejected' },
  requested: { sv: 'begärd', en: 'requested' },
  retracted: { sv: 'kallelse återtagen', en: 'invitation retracted' },
  returned: { sv: 'tillbaka', en: 'returned' },
  running: { sv: 'pågående', en: 'running' },
  scheduled: { sv: 'bokad', en: 'scheduled' },
  sent: { sv: 'skickad', en: 'sent' },
  snoozed: { sv: 'uppskjuten', en: 'snoozed' },
  started: { sv: 'påbörjad', en: 'started' },
  struck: { sv: 'makulerad', en: 'struck' },
  superseded: { sv: 'ersatt', en: 'superseded' },
  transferred: { sv: 'överlämnad', en: 'transferred' },
  unknown: { sv: 'okänt', en: 'unknown' },
  waitlisted: { sv: 'i kö', en: 'on the waiting list' },
  withdrawn: { sv: 'återtagen', en: 'withdrawn' },
  written: { sv: 'skriven', en: 'written' },
};

const wordOf = (code: string): Text => stateWords[code] ?? { sv: code, en: code };

const listed = (codes: readonly string[], language: 'sv' | 'en', or: string): string => {
  const words = codes.map((code) => wordOf(code)[language]);
  const [last = '', ...others] = words.reverse();
  return others.length === 0 ? last : `${others.reverse().join(', ')} ${or} ${last}`;
};

const codesIn = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

/** Which state something is in and which one was needed, where a refusal tells; undefined where it does not. */
export const statesInWords = ({ state, allowed }: RejectionDetails): Text | undefined => {
  if (typeof state !== 'string') return undefined;
  const wanted = codesIn(allowed);
  const now = { sv: `Läget är: ${wordOf(state).sv}.`, en: `The state is: ${wordOf(state).en}.` };
  if (wanted.length === 0) return now;
  return {
    sv: `${now.sv} Det här kräver: ${listed(wanted, 'sv', 'eller')}.`,
    en: `${now.en} This needs: ${listed(wanted, 'en', 'or')}.`,
  };
};
