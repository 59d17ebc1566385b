import { z } from 'zod';

/** One dependency or setting: fit for traffic or not, and the class of fault; never an address or a secret. */
const Check = z.object({ name: z.string(), ok: z.boolean(), fault: z.string().optional() });

/** How a service is. Lag of read models is `degraded`, not `down`. */
export const Health = z
  .object({ status: z.enum(['up', 'degraded', 'down']), checks: z.array(Check) })
  .meta({ id: 'Health' });
export type Health = z.output<typeof Health>;

/** A check that fails by throwing; what it throws names the class of fault. */
export type HealthCheck = {
  readonly name: string;
  readonly check: () => Promise<void>;
  readonly degradesOnly?: boolean;
};

/** Faults by class: the messages of errors may hold addresses. */
const classOf = (error: unknown): string => (error instanceof Error ? error.name : 'Error');

/** Runs the checks, all at once. */
export const healthOf = async (checks: readonly HealthCheck[]): Promise<Health> => {
  const results = await Promise.all(
    checks.map(async ({ name, check, degradesOnly = false }) => {
      try {
        await check();
        return { name, ok: true, degradesOnly };
      } catch (error) {
        return { name, ok: false, fault: classOf(error), degradesOnly };
      }
    }),
  );
  const down = results.some(({ ok, degradesOnly }) => !ok && !degradesOnly);
  const degraded = results.some(({ ok }) => !ok);
  const status = down ? 'down' : degraded ? 'degraded' : 'up';
  return { status, checks: results.map(({ degradesOnly: _degradesOnly, ...result }) => result) };
};
