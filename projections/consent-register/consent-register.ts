import { DataCategory, PartyKind, SharingPurpose, type SharingGround } from '@etapp/domain';
import { boxed, Code, Id, impossible, Instant, LocalDate } from '@etapp/kernel';
import { z } from 'zod';

import { defineProjection } from '../define.js';

/** What has relied on a consent, since when; the meetings, referrals and acts of sharing tell themselves whether they last. */
const Reliance = z.object({
  kind: z.enum(['meeting', 'minutes', 'referral', 'plan', 'information', 'transfer']),
  id: Id,
  since: Instant,
  setBy: z.array(Id),
});
type Reliance = z.output<typeof Reliance>;

/** A consent as last recorded. `endedOn` is the first day on which it no longer holds. */
export const ConsentRegisterRow = z.object({
  consentId: Id,
  caseId: Id,
  kind: z.enum(['sharing', 'registry']),
  parties: z.array(PartyKind),
  purposes: z.array(SharingPurpose),
  categories: z.array(DataCategory),
  interventionId: Id.optional(),
  status: z.enum(['requested', 'given', 'declined', 'withdrawn', 'superseded']),
  language: Code.optional(),
  requestedAt: Instant.optional(),
  form: z.enum(['written', 'oral']).optional(),
  documentRef: boxed().optional(),
  signedOn: LocalDate.optional(),
  lastValidOn: LocalDate.optional(),
  endedOn: LocalDate.optional(),
  supersedesConsentId: Id.optional(),
  supersededByConsentId: Id.optional(),
  reliedOnBy: z.array(Reliance),
  setBy: z.array(Id),
});
export type ConsentRegisterRow = z.output<typeof ConsentRegisterRow>;
type Row = ConsentRegisterRow;

type Step = { readonly type: string; readonly id: string; readonly occurredAt: string };

const known = (row: Row | undefined, event: Step): Row => row ?? impossible(event, 'the consent is not known');

const answered = (row: Row | undefined, event: Step, change: Partial<Row>): Row => {
  const before = known(row, event);
  return { ...before, ...change, setBy: [...before.setBy, event.id] };
};

type OnGround = { readonly data: { readonly ground: SharingGround } };

const consentOf = ({ data: { ground } }: OnGround): readonly string[] =>
  ground.kind === 'consent' ? [ground.consentId] : [];

const relied = (row: Row | undefined, event: Step, by: Pick<Reliance, 'kind' | 'id'>): Row => {
  const before = known(row, event);
  const isSame = ({ kind, id }: Reliance): boolean => kind === by.kind && id === by.id;
  const first = before.reliedOnBy.find(isSame) ?? { ...by, since: event.occurredAt, setBy: [] };
  const others = before.reliedOnBy.filter((reliance) => !isSame(reliance));
  return { ...before, reliedOnBy: [...others, { ...first, setBy: [...first.setBy, event.id] }] };
};

/** Who may share what with whom until when, and what has relied on it? */
export const consentRegister = defineProjection({
  name: 'consent_register',
  version: 1,
  row: ConsentRegisterRow,
  columns: { consentId: 'uuid', caseId: 'uuid', kind: 'text', status: 'text', parties: 'text[]', lastValidOn: 'date' },
  indexes: [['caseId'], ['status', 'lastValidOn'], ['lastValidOn']],
  key: {
    ConsentRequested: ({ data }) => data.consentId,
    ConsentGiven: ({ data: { consentId, supersedesConsentId } }) =>
      supersedesConsentId === undefined ? consentId : [consentId, supersedesConsentId],
    ConsentDeclined: ({ data }) => data.consentId,
    ConsentWithdrawn: ({ data }) => data.consentId,
    ReferralSent: consentOf,
    PlanShared: consentOf,
    InformationShared: consentOf,
    TripartiteMeetingScheduled: consentOf,
    TripartiteMeetingResumed: consentOf,
    TripartiteMinutesShared: consentOf,
    CaseTransferred: consentOf,
  },
  on: {
    ConsentRequested: (row, event) => {
      if (row !== undefined) return impossible(event, 'the consent is known already');
      const { occurredAt: requestedAt, stream, id } = event;
      const fresh = { caseId: stream.id, requestedAt, reliedOnBy: [], setBy: [id] };
      return { ...event.data, ...fresh, status: 'requested' as const };
    },
    ConsentGiven: (row, event, key) => {
      const { consentId, signedOn } = event.data;
      const ended = { status: 'superseded', endedOn: signedOn, supersededByConsentId: consentId } as const;
      if (key !== consentId) return answered(row, event, ended);
      if (row !== undefined && row.status !== 'requested') return impossible(event, 'the consent was answered before');
      const before = row ?? { caseId: event.stream.id, reliedOnBy: [], setBy: [] };
      return { ...before, ...event.data, status: 'given' as const, setBy: [...before.setBy, event.id] };
    },
    ConsentDeclined: (row, event) => answered(row, event, { status: 'declined' }),
    ConsentWithdrawn: (row, event) => answered(row, event, { status: 'withdrawn', endedOn: event.data.withdrawnOn }),
    ReferralSent: (row, event) => relied(row, event, { kind: 'referral', id: event.data.referralId }),
    PlanShared: (row, event) => relied(row, event, { kind: 'plan', id: event.data.planId }),
    InformationShared: (row, event) => relied(row, event, { kind: 'information', id: event.data.sharingId }),
    TripartiteMeetingScheduled: (row, event) => relied(row, event, { kind: 'meeting', id: event.data.meetingId }),
    TripartiteMeetingResumed: (row, event) => relied(row, event, { kind: 'meeting', id: event.data.meetingId }),
    TripartiteMinutesShared: (row, event) => relied(row, event, { kind: 'minutes', id: event.data.meetingId }),
    CaseTransferred: (row, event) => relied(row, event, { kind: 'transfer', id: event.data.toUnitId }),
  },
});
