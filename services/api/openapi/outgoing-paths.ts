import { exampleIds } from '@etapp/domain';
import type { Text } from '@etapp/kernel';
import { z } from 'zod';
import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from 'zod-openapi';

import { DeadLetters, Discarding, SettledLetter } from '../operations/outgoing/dead-letters.js';
import {
  NewSubscription,
  WebhookSubscription,
  WebhookSubscriptions,
} from '../operations/outgoing/webhook-subscriptions.js';
import { anyRequest, problemResponses } from './answers.js';
import { type Language, words } from './words.js';

type Admin = {
  readonly id: string;
  readonly text: Text;
  readonly policy?: string;
  readonly answer: z.ZodType;
  readonly status?: '200' | '201';
  readonly codes?: readonly string[];
};

const ofBody = ['invalid-body', 'unknown-field', 'body-too-large', 'unsupported-media-type'];

const operation = (language: Language, { id, text, policy, answer, status = '200', codes = [] }: Admin) =>
  ({
    ...{ operationId: id, summary: text[language], tags: ['operations'] },
    'x-policy': policy ?? 'operations.manage',
    responses: {
      [status]: { description: words.answer[language], content: { 'application/json': { schema: answer } } },
      ...problemResponses([...anyRequest, 'invalid-query', ...codes], language),
    },
  }) satisfies ZodOpenApiOperationObject;

const body = (schema: z.ZodType, value: object) => ({
  requestBody: { required: true, content: { 'application/json': { schema, examples: { example: { value } } } } },
});

const texts = {
  deadLetters: { sv: 'Utskick som getts upp', en: 'Deliveries that were given up' },
  retryDeadLetter: { sv: 'Skicka ett uppgivet utskick igen', en: 'Send a delivery that was given up again' },
  discardDeadLetter: { sv: 'Avskriv ett uppgivet utskick', en: 'Give a delivery up for good' },
  webhookSubscriptions: { sv: 'Vilka utanför som får veta', en: 'Who outside is told' },
  addWebhookSubscription: { sv: 'Låt en mottagare få veta', en: 'Let a receiver be told' },
  endWebhookSubscription: { sv: 'Avsluta en mottagare', en: 'End a receiver' },
} as const;

const letterPath = { requestParams: { path: z.object({ key: z.string().max(200) }) } };
const webhookPath = { requestParams: { path: z.object({ webhookId: z.uuid() }) } };
const read = 'operations.read';
const discarding = { reasonCode: 'recipientGone' };
const subscribing = {
  webhookId: exampleIds.proposal,
  url: 'https://hooks.example.se/etapp',
  types: ['se.etapp.case.plan-revised.v1'],
};

/** What an operator does about outward deliveries. */
export const outgoingPaths = (language: Language): ZodOpenApiPathsObject => {
  const admin = (id: keyof typeof texts, rest: Omit<Admin, 'id' | 'text'>) =>
    operation(language, { id, text: texts[id], ...rest });
  return {
    '/v1/admin/dead-letters': { get: admin('deadLetters', { answer: DeadLetters, policy: read }) },
    '/v1/admin/dead-letters/{key}/retry': {
      post: { ...admin('retryDeadLetter', { answer: SettledLetter }), ...letterPath },
    },
    '/v1/admin/dead-letters/{key}/discard': {
      post: {
        ...{ ...admin('discardDeadLetter', { answer: SettledLetter, codes: ofBody }), ...letterPath },
        ...body(Discarding, discarding),
      },
    },
    '/v1/admin/webhook-subscriptions': {
      get: admin('webhookSubscriptions', { answer: WebhookSubscriptions, policy: read }),
      post: {
        ...admin('addWebhookSubscription', {
          ...{ answer: WebhookSubscription, status: '201', codes: [...ofBody, 'webhook-host-not-allowed'] },
        }),
        ...body(NewSubscription, subscribing),
      },
    },
    '/v1/admin/webhook-subscriptions/{webhookId}/end': {
      post: { ...admin('endWebhookSubscription', { answer: WebhookSubscription }), ...webhookPath },
    },
  };
};
