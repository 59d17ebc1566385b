import { localDay } from '@etapp/calendar';
import { partsOfReminderId } from '@etapp/domain';

import { toCaseworkerAndLead } from '../addressees.js';
import { defineReminders } from '../define-reminders.js';
import { businessDaysAfter } from '../due.js';

const ruleId = 'protection-check';

/**
 * A protected identity: check channels, invitations and workplace data in every open case of the person. What is checked is
 * a protection that is there, so that none is once it is lifted. Source: own.
 */
export const protectionRules = defineReminders({
  [ruleId]: {
    no: 'R31',
    starts: {
      ProtectedIdentityRecorded: ({ stream, occurredAt }) => ({
        subject: stream.id,
        anchor: { on: localDay(occurredAt) },
      }),
    },
    ends: {
      ProtectedIdentityLifted: ({ stream }) => stream.id,
      ReminderAcknowledged: ({ data }) => {
        const acknowledged = partsOfReminderId(data.reminderId);
        return acknowledged.ruleId === ruleId ? acknowledged.subjectId : undefined;
      },
    },
    rings: [{ due: businessDaysAfter('protectionCheck.days'), at: 'midday', to: toCaseworkerAndLead }],
  },
});
