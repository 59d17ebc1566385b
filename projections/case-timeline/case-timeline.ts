import { caseEvents, CaseTopic, caseTopicOf } from '@etapp/domain';
import { Code, Id, Instant, totalProjectionOver } from '@etapp/kernel';
import { z } from 'zod';

const ActorThen = z.object({
  userId: z.string(),
  role: z.string(),
  unitId: z.string().optional(),
  partyKind: z.string(),
});

/**
 * One event of a case. `group` is shared by what one command led to. `data` is the event's own data, personal values as
 * closed boxes; its shape is the catalogue's.
 */
export const CaseTimelineRow = z.object({
  caseId: Id,
  version: z.int(),
  eventId: Id,
  type: Code,
  topic: CaseTopic,
  occurredAt: Instant,
  recordedAt: Instant,
  group: z.string(),
  actor: ActorThen,
  data: z.record(z.string(), z.unknown()),
});
export type CaseTimelineRow = z.output<typeof CaseTimelineRow>;

const longestVersion = 6;

/** What happened in this case, in order, when did it happen and when was it learned, and who recorded it? */
export const caseTimeline = totalProjectionOver(caseEvents)({
  name: 'case_timeline',
  version: 1,
  row: CaseTimelineRow,
  columns: { caseId: 'uuid', version: 'integer', type: 'text', topic: 'text', occurredAt: 'timestamptz' },
  indexes: [
    ['caseId', 'version'],
    ['caseId', 'type'],
  ],
  key: ({ stream, version }) => `${stream.id}:${String(version).padStart(longestVersion, '0')}`,
  every: (_row, event) => {
    const { userId, role, unitId, partyKind } = event.actor;
    return {
      caseId: event.stream.id,
      version: event.version,
      eventId: event.id,
      type: event.type,
      topic: caseTopicOf(event.type),
      occurredAt: event.occurredAt,
      recordedAt: event.recordedAt,
      group: event.correlationId,
      actor: { userId, role, partyKind, ...(unitId === undefined ? {} : { unitId }) },
      data: event.data,
    };
  },
});
