import type { RejectionProblems } from './rejection-code.js';

/** Reminders: given by the service when they are due, put off by those reminded. */
export const reminderProblems = {
  'reminder-not-due': {
    status: 409,
    sv: { title: 'Påminnelsen ska inte ges än', detail: 'Dess dag har inte kommit; den ges då av tjänsten.' },
    en: { title: 'The reminder is not due yet', detail: 'Its day has not come; the service gives it then.' },
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
