import { z } from 'zod';

import { checked, digits, type Variables } from './config.js';

/** How the API ends. */
export const EndingEnvironment = z.object({
  /**
   * Seconds from "not ready" to the end of listening: as long as a load balancer takes to notice. All in all ending takes ten
   * at most.
   */
  ETAPP_DRAIN_SECONDS: digits(z.number().min(0).max(8)).default(2),
});

/** Checked settings of the API's end. */
export type EndingConfig = z.output<typeof EndingEnvironment>;

/** Reads and checks how the API ends. Throws InvalidConfiguration. */
export const readEndingConfig = (environment: Variables): EndingConfig => checked(EndingEnvironment, environment);

/** How several projectors share the read models. */
export const SharingEnvironment = z.object({
  /** Seconds after which the others take over from a projector that is silent. The same for all of them. */
  ETAPP_PROJECTOR_LEASE_SECONDS: digits(z.number().min(1).max(60)).default(5),
});

/** Checked settings of sharing. */
export type SharingConfig = z.output<typeof SharingEnvironment>;

/** Reads and checks how projectors share. Throws InvalidConfiguration. */
export const readSharingConfig = (environment: Variables): SharingConfig => checked(SharingEnvironment, environment);
