import * as beginnings from './stories/beginnings.js';
import * as meetings from './stories/meetings.js';
import * as routes from './stories/routes.js';
import * as support from './stories/support.js';
import * as turns from './stories/turns.js';
import * as waiting from './stories/waiting.js';
import { type Part, type Story, type Team, teams } from './telling.js';

const { karin, kasper, karim } = teams;

/** One story for each number of business days since the opening, the teams taking turns. */
const each = (
  story: Story,
  daysAgo: readonly number[],
  order: readonly [Team, ...Team[]] = [karin, kasper, karim],
): Part[] => daysAgo.map((days, n) => ({ story, daysAgo: days, team: order[n % order.length] ?? order[0] }));

/** Parts whose team is the one that the demo shows. */
const ofKarin = (story: Story, ...daysAgo: readonly number[]): Part[] => each(story, daysAgo, [karin]);

/** Who goes through what, and since when: the n-th part is the n-th participant's. */
export const cast: readonly Part[] = [
  ...each(routes.straightToWork, [478, 430, 290, 215, 130, 50, 17]),
  ...each(routes.toStudies, [452, 340, 190, 74]),
  ...each(routes.throughPlacement, [465, 90, 52, 33]),
  ...each(routes.thirdTry, [400, 92]),
  ...each(routes.ownBusiness, [250]),
  ...each(support.specialSupport, [470, 345, 160]),
  ...each(support.supportAfterMeeting, [240, 105]),
  ...ofKarin(meetings.meetingToSchedule, 60),
  ...ofKarin(meetings.invitationsToSend, 45),
  ...ofKarin(meetings.repliesDiffer, 66),
  ...ofKarin(meetings.repliesAwaited, 58),
  ...each(meetings.meetingThisWeek, [51, 79], [karin, karim]),
  ...each(meetings.resultMissing, [63], [kasper]),
  ...each(meetings.groundLost, [72], [kasper]),
  ...ofKarin(meetings.minutesMissing, 80),
  ...each(meetings.measuresOverdue, [86, 77], [karin, kasper]),
  ...ofKarin(meetings.noShow, 64),
  ...each(meetings.solvedOtherwise, [99], [karim]),
  ...each(waiting.silent, [48, 70], [karin, karim]),
  ...each(waiting.dueToday, [55, 39], [karin, kasper]),
  ...ofKarin(waiting.awaitsConsent, 36),
  ...each(waiting.declinesConsent, [84], [karim]),
  ...ofKarin(waiting.consentRunsOut, 120),
  ...each(waiting.sentAgain, [68], [kasper]),
  ...ofKarin(waiting.referralRefused, 42),
  ...ofKarin(waiting.referralUnanswered, 57),
  ...ofKarin(waiting.inQueue, 61),
  ...each(waiting.waitOver, [83], [karin]),
  ...each(waiting.startsSoon, [44], [kasper]),
  ...each(turns.comesBackSoon, [260], [karin]),
  ...each(turns.comesBackLate, [141], [karin]),
  ...each(turns.movedToHarbour, [150], [kasper]),
  ...each(turns.handoverWaits, [75], [karim]),
  ...each(turns.changesCourse, [111], [kasper]),
  ...each(turns.newPlan, [43], [karim]),
  ...each(turns.protectedIdentity, [134, 62], [karin, kasper]),
  ...each(turns.protectionLifted, [180], [karim]),
  ...each(turns.deceased, [205], [kasper]),
  ...each(turns.movedAway, [320], [karim]),
  ...each(turns.learnsSwedish, [232], [karin]),
  ...ofKarin(beginnings.comesTheThirdTime, 9),
  ...ofKarin(beginnings.missesContacts, 5),
  ...each(beginnings.numberComesLater, [22], [kasper]),
  ...ofKarin(beginnings.awaitingPlan, 3),
  ...ofKarin(beginnings.awaitingContact, 1),
  ...each(beginnings.notBooked, [2], [karin]),
  ...each(beginnings.rejected, [38], [karin]),
  ...each(beginnings.erroneous, [12], [karin]),
  ...each(beginnings.justOpened, [1, 0], [karim, karin]),
];
