/** Processor seconds of this process since it began. */
export const ownCpu = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000_000;
};
