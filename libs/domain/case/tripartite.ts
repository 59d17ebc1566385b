import { changeCommands, changeDecisions, changeEvents } from './tripartite-changes.js';
import { meetingFold } from './tripartite-meeting.js';
import { minutesCommands, minutesDecisions, minutesEvents, minutesFold } from './tripartite-minutes.js';
import { occasionCommands, occasionDecisions, occasionEvents } from './tripartite-occasion.js';
import { outcomeCommands, outcomeDecisions, outcomeEvents } from './tripartite-outcome.js';
import { partiesCommands, partiesDecisions, partiesEvents } from './tripartite-parties.js';
import { meetingRepliesFold, repliesCommands, repliesDecisions, repliesEvents } from './tripartite-replies.js';
import { requestCommands, requestDecisions, requestEvents } from './tripartite-request.js';

/** Everything that can happen to a meeting between the parties (trepartssamtal). */
export const tripartiteEvents = {
  ...requestEvents,
  ...changeEvents,
  ...partiesEvents,
  ...repliesEvents,
  ...occasionEvents,
  ...outcomeEvents,
  ...minutesEvents,
};

/** Everything that may be asked of such a meeting. */
export const tripartiteCommands = {
  ...requestCommands,
  ...changeCommands,
  ...partiesCommands,
  ...repliesCommands,
  ...occasionCommands,
  ...outcomeCommands,
  ...minutesCommands,
};

/** How meetings, their replies and their minutes follow from it. */
export const tripartiteFolds = { meetings: meetingFold, meetingReplies: meetingRepliesFold, minutes: minutesFold };

/** The decisions about all of it. */
export const tripartiteDecisions = {
  ...requestDecisions,
  ...changeDecisions,
  ...partiesDecisions,
  ...repliesDecisions,
  ...occasionDecisions,
  ...outcomeDecisions,
  ...minutesDecisions,
};
