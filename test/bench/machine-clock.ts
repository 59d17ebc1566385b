/** Milliseconds of a clock of the machine that never steps and is the same in all of its processes. */
export const machineMs = (): number => Number(process.hrtime.bigint()) / 1_000_000;
