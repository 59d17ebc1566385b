import { z } from 'zod';

/** All that a job holds. */
export const Ring = z.strictObject({ stroke: z.string() });
/** All that a job holds. */
export type Ring = z.output<typeof Ring>;

/**
 * The job's id: stroke and instant, so that asking twice makes one job. The queue refuses colons, and whole numbers
 * because it counts its own jobs that way.
 */
export const jobIdOf = (stroke: string, at: string): string => `${encodeURIComponent(stroke)}@${Date.parse(at)}`;
