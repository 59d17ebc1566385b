import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive, startEmbeddedPostgres, type EmbeddedPostgres } from '@etapp/database';
import { waitFor } from '../wait-for.js';

/** A server of one spec's own, which may be stopped and killed. It keeps its port, so pools find it again. */
export interface PrivateCluster {
  readonly superuserUrl: string;
  /** Stops the server: open transactions are rolled back, connections end. */
  stop: () => Promise<void>;
  start: () => Promise<void>;
  restart: () => Promise<void>;
  /** Kills the server's main process (SIGKILL) and waits until it is gone; `start()` then recovers. */
  kill: () => Promise<void>;
  /** Stops the server and removes its data. */
  remove: () => Promise<void>;
}

/** Makes a cluster in a temporary folder, about a second of work. */
export async function privateCluster(): Promise<PrivateCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'etapp-private-'));
  chmodSync(folder, 0o711);
  const dataDir = join(folder, 'postgres');
  let server: EmbeddedPostgres = await startEmbeddedPostgres({ dataDir });
  const { port, superuserUrl } = server;
  const stop = () => server.stop();
  const start = async () => {
    server = await startEmbeddedPostgres({ dataDir, port });
  };
  return {
    superuserUrl,
    stop,
    start,
    restart: async () => {
      await stop();
      await start();
    },
    kill: async () => {
      const { pid } = server;
      process.kill(pid, 'SIGKILL');
      await waitFor(() => !isAlive(pid));
    },
    remove: async () => {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
