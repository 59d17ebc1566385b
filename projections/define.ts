import type { EtappEvents } from '@etapp/domain';
import { projectionsOver } from '@etapp/kernel';

/** `defineProjection` over every event of Etapp: key and fold name the same event types. */
export const defineProjection = projectionsOver<EtappEvents>();
