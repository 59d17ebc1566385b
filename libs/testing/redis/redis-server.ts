import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';

const answers = (command: string, args: readonly string[]): boolean =>
  spawnSync(command, args, { stdio: 'ignore' }).status === 0;

/** Whether this machine has a `redis-server` on its path. */
export const hasRedisServer = (): boolean => answers('redis-server', ['--version']);

// The kernel ends the server with this process, however it ends, where the system can do that (Linux).
const deathSignal = ['setpriv', '--pdeathsig', 'KILL', '--'];
const prefixed = (command: readonly string[]): readonly string[] =>
  process.platform === 'linux' && answers('setpriv', ['--pdeathsig', 'KILL', '--', 'true'])
    ? [...deathSignal, ...command]
    : command;

/** Starts a server that keeps its data in `folder`, as it would in production: a log, written through each second. */
export const spawnRedis = (port: number, folder: string): ChildProcess => {
  const settings = { port, bind: '127.0.0.1', dir: folder, appendonly: 'yes', save: '', loglevel: 'warning' };
  const flags = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const [program = '', ...args] = prefixed(['redis-server', ...flags]);
  const child = spawn(program, args, { stdio: 'ignore' });
  child.unref();
  return child;
};

/** A TCP port of the loopback interface that nobody listens on at the moment. */
export const freePort = async (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      server.close(() => (port === undefined ? reject(new Error('No free port')) : resolve(port)));
    });
  });
