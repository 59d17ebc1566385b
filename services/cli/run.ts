import { type Deployment, openDeployment } from './deployment.js';
import type { ExitCode } from './exit-codes.js';
import type { Output } from './output.js';

/** The world of a run: everything that a command may touch comes from here. */
export type World = {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Aborts when the user presses Ctrl-C. */
  readonly signal: AbortSignal;
  /** The clock port: UTC, milliseconds. */
  readonly now: () => string;
};

/** What every command accepts. */
export type Shared = { readonly data?: string; readonly tenant?: string };

/** A command's run. */
export type Run = World & { readonly output: Output; readonly shared: Shared };

/** Works on a deployment, and leaves it as it was found: a server that was started for this is stopped. */
export const withDeployment = async (
  { environment, shared }: Run,
  work: (deployment: Deployment) => Promise<ExitCode>,
  options: { readonly create?: boolean } = {},
): Promise<ExitCode> => {
  const deployment = await openDeployment({ data: shared.data, environment, ...options });
  try {
    return await work(deployment);
  } finally {
    await deployment.close();
  }
};
