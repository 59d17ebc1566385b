import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@etapp/database';

/** A server of one spec's own, which may be stopped and killed. It keeps its port, so pools find it again. */
export interface PrivateCluster {
  readonly superuserUrl: string;
  /** Stops the server: open transactions are rolled back, connections end. */
  stop: () => Promise<void>;
  start: () => Promise<void>;
  restart: () => Promise<void>;
  /** Kills the server's main process (SIGKILL); `start()` then recovers. */
  kill: () => void;
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
    kill: () => void process.kill(server.pid, 'SIGKILL'),
    remove: async () => {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
