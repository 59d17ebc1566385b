import { homedir } from 'node:os';

// Somebody's home folder, or a drive letter with a folder: paths that exist on one machine only.
const somebodysHome = /(?<![\w.])\/(?:home|Users)\/(?!node\/)[\w.-]+\/|(?<![\w./])\/root\/|(?<!\w)[A-Z]:\\\w{2,}/;

/** Lines of a text that name a place on one machine; `root` is where this clone stands. Answered as line numbers. */
export const machinePathLines = (text: string, root: string): number[] => {
  const here = [root.replace(/\/$/, ''), homedir()].filter((path) => path.split('/').length > 2);
  return text
    .split('\n')
    .flatMap((line, index) =>
      somebodysHome.test(line) || here.some((path) => line.includes(path)) ? [index + 1] : [],
    );
};
