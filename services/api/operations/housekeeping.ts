const hourMs = 60 * 60 * 1000;

/** A chore, done once an hour; failing is no harm, it comes again. Answers how to stop. */
export const hourly = (chore: () => Promise<void>): (() => void) => {
  const timer = setInterval(() => void chore().catch(() => undefined), hourMs);
  // It keeps no process alive.
  timer.unref();
  return () => clearInterval(timer);
};
