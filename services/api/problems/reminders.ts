import type { RejectionProblems } from './rejection-code.js';

/** Reminders: given by the service when they are due, put off by those reminded. */
export const reminderProblems = {
  'reminder-not-due': {
    status: 409,
    sv: { title: 'Påminnelsen ska inte ges än', detail: 'Dagen som påminnelsen gäller har inte kommit.' },
    en: { title: 'The reminder is not due yet', detail: 'The day that the reminder is for has not come.' },
  },
  'snooze-too-long': {
    status: 422,
    sv: {
      title: 'Påminnelsen skjuts upp för länge',
      detail: 'Välj ett tidigare datum; en påminnelse kan skjutas upp tio arbetsdagar.',
    },
    en: {
      title: 'The reminder is put off for too long',
      detail: 'Choose an earlier date; a reminder may be put off for ten business days.',
    },
  },
} satisfies RejectionProblems;
