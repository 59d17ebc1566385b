import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { drillArchive } from './archived.js';
import { drillShipping } from './shipped.js';
import { systemServer } from './system-server.js';

const port = 54_329;

const folder = mkdtempSync(join(tmpdir(), 'etapp-drill-'));
chmodSync(folder, 0o711);
try {
  const shipping = await drillShipping(folder);
  console.log(JSON.stringify({ shipping }, undefined, 2));
  const server = systemServer();
  const places = { folder: join(folder, 'archived'), port };
  const shipped = { log: join(folder, 'log'), keys: join(folder, 'keys') };
  const archive = server === undefined ? 'no backup tools here' : await drillArchive({ ...places, server }, shipped);
  console.log(JSON.stringify({ archive }, undefined, 2));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
