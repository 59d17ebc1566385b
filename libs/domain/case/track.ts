import {
  command,
  type DecisionsOf,
  defineCommands,
  defineEvents,
  type FoldOf,
  Id,
  impossible,
  reject,
  sensitive,
  text,
} from '@etapp/kernel';
import { z } from 'zod';

import { LivelihoodBarrier, Track } from '../values.js';
import { type FirstContactState, requireContactHeld } from './first-contact.js';

const barriers = sensitive(z.array(LivelihoodBarrier).max(20));
const TrackAssessed = z.strictObject({ track: Track, barriers, basis: text().optional() });
const TrackChanged = z.strictObject({
  from: Track,
  to: Track,
  reasonCode: z.enum(['needsMoreSupport', 'readyForWork', 'wrongAssessment']),
  barriers: barriers.optional(),
  handoverUnitId: Id.optional(),
  note: text().optional(),
});

/** Main flow or special support (huvudflöde, särskilt stöd). Source: Trelleborg, the split 85/15. */
export const trackEvents = defineEvents({
  TrackAssessed: {
    version: 1,
    data: TrackAssessed,
    text: { sv: 'Stödbehovet bedömdes', en: 'The need of support was assessed' },
  },
  TrackChanged: {
    version: 1,
    data: TrackChanged,
    text: { sv: 'Flödet ändrades', en: 'The track was changed' },
  },
});

/** What a caseworker may decide about a person's track. */
export const trackCommands = defineCommands({
  AssessTrack: command({
    body: TrackAssessed,
    policy: 'case.plan.manage',
    rejects: ['first-contact-not-held', 'track-already-assessed'],
    text: { sv: 'Bedöm stödbehov', en: 'Assess the track' },
    example: { after: ['RecordFirstContact'], body: { track: 'mainFlow', barriers: ['unemployed'] } },
  }),
  ChangeTrack: command({
    body: TrackChanged,
    ifMatch: 'required',
    policy: 'case.plan.manage',
    rejects: ['track-not-assessed', 'same-track'],
    text: { sv: 'Ändra flöde', en: 'Change the track' },
    example: {
      after: ['AssessTrack'],
      body: { from: 'mainFlow', to: 'specialSupport', reasonCode: 'needsMoreSupport', barriers: ['sickLeave'] },
    },
  }),
});

/** The track as last assessed or changed; it stays when a case is reopened. */
export type TrackState = { readonly track: Track | 'none' };

/** How the track follows from its events. */
export const trackFold: FoldOf<TrackState, typeof trackEvents> = {
  initial: { track: 'none' },
  on: {
    TrackAssessed: ({ track }, event) =>
      track === 'none' ? { track: event.data.track } : impossible(event, 'the track was assessed before'),
    TrackChanged: ({ track }, event) =>
      track === event.data.from ? { track: event.data.to } : impossible(event, `the track was ${track}`),
  },
};

type Slices = { readonly firstContact: FirstContactState; readonly track: TrackState };

/** The decisions about the track. */
export const trackDecisions: DecisionsOf<Slices, typeof trackCommands, typeof trackEvents> = {
  AssessTrack: (state, command) => {
    requireContactHeld(state);
    const { track } = state.track;
    if (track !== 'none') reject('track-already-assessed', { track });
    return [{ type: 'TrackAssessed', data: command }];
  },
  ChangeTrack: ({ track: { track } }, command) => {
    if (track === 'none') reject('track-not-assessed');
    // With two tracks, a change that leads elsewhere starts where the person is.
    if (track === command.to || command.from === command.to) reject('same-track', { track });
    return [{ type: 'TrackChanged', data: command }];
  },
};
