import { Instant } from '@etapp/kernel';
import { z } from 'zod';

const known = new WeakMap<z.ZodObject, z.ZodObject>();

const OccurredAt = Instant.optional().meta({
  description:
    'När det hände, om det inte framgår av kommandot; annars gäller tidpunkten för registreringen. / When it happened, if the command does not say; otherwise the time of recording.',
});

/** A command's body as it is sent: every command may say when it happened. */
export const withOccurrence = (body: z.ZodObject): z.ZodObject => {
  const extended = known.get(body) ?? body.extend({ occurredAt: OccurredAt });
  known.set(body, extended);
  return extended;
};
