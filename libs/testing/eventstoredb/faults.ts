/** What a node does wrong, until it is told otherwise. */
export type Faults = {
  /** Every call is refused (UNAVAILABLE), as by a node that starts. */
  refusing: boolean;
  /** Its user may not, or is not who it says. */
  denying: 'right' | 'password' | undefined;
  /** Its user may write, and not read. */
  writeOnly: boolean;
  /** Another node leads: writes, and reads that ask for the leader, are sent there. */
  leader: { readonly host: string; readonly port: number } | undefined;
  /** No call is answered, and connections stay open. */
  silent: boolean;
  /** How many appends to come are committed, and their answers then kept back for good. */
  swallowing: number;
  /** How many appends to come are committed, and their answers lost with the connection. */
  losing: number;
  /** How many events before its place a new subscription is given once more. */
  repeating: number;
  /** Milliseconds before a call is looked at. */
  delayMs: number;
  /** Subscriptions are not told that they have caught up, as by nodes before 24.2. */
  reticent: boolean;
};

/** A node in good health. */
export const noFaults = (): Faults => ({
  refusing: false,
  denying: undefined,
  writeOnly: false,
  leader: undefined,
  silent: false,
  swallowing: 0,
  losing: 0,
  repeating: 0,
  delayMs: 0,
  reticent: false,
});
