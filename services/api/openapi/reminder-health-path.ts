import type { ZodOpenApiPathsObject } from 'zod-openapi';

import { ReminderHealth } from '../operations/reminder-health.js';
import { anyRequest, problemResponses } from './answers.js';
import { type Language, words } from './words.js';

const summary = { sv: 'Hur påminnelserna mår', en: 'How the reminders are' };

/** The figures of the reminder workers, for the operator. */
export const reminderHealthPath = (language: Language): ZodOpenApiPathsObject => ({
  '/v1/admin/reminders/health': {
    get: {
      operationId: 'reminderHealth',
      summary: summary[language],
      tags: ['operations'],
      'x-policy': 'operations.read',
      responses: {
        '200': { description: words.answer[language], content: { 'application/json': { schema: ReminderHealth } } },
        ...problemResponses([...anyRequest, 'invalid-query'], language),
      },
    },
  },
});
