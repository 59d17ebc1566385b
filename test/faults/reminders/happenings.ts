import type { Chance } from '../chance.js';
import { consents } from './stories/consent.js';
import { intake } from './stories/intake.js';
import { promises } from './stories/measure.js';
import { meetings } from './stories/meeting.js';
import { placements } from './stories/placement.js';
import { planning } from './stories/plan.js';
import { protections } from './stories/protection.js';
import { referrals } from './stories/referral.js';
import { responsibilities } from './stories/responsibility.js';
import type { Course, Ending, Happening, Told } from './story.js';

const common = [intake, planning, promises, responsibilities, consents].flatMap(({ happenings }) => happenings);
/** What goes through several steps, one kind in each case; most of them meet. */
const own = [meetings, referrals, meetings, placements, meetings, protections].map(({ happenings }) => happenings[0]);

const pick = <T>(from: readonly T[], by: Chance): T | undefined => from[by.below(from.length)];

/** What happens next in a case; some of it makes no sense just then, and is refused. */
export const happensIn = (course: Course, at: string, by: Chance): readonly Told[] => {
  const happening: readonly (Happening | undefined)[] = [pick(common, by), own[course.no % own.length]];
  return happening.flatMap((one) => one?.(course, at, by) ?? []);
};

const topics = [intake, planning, promises, responsibilities, consents, meetings, referrals, placements, protections];
const endings = new Map<string, Ending>(topics.flatMap((topic) => Object.entries(topic.endings)));

/** What people do in a case so that a ring by that id is not wanted any more; nothing, where nothing would. */
export const endingOf = (course: Course, reminderId: string, at: string): readonly Told[] => {
  const [rule = '', subject = ''] = reminderId.split('.');
  return endings.get(rule)?.(course, subject, at) ?? [];
};
