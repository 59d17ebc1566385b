import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { composeCommands } from '@etapp/api';
import { roleUrl } from '@etapp/database';
import { demoTenant, openDataFolder } from '@etapp/standalone';
import { v4 } from 'uuid';

import { differences, ended, etapp, killServer, logOf, openFolder, project, rowsOf, run } from './deployment.js';
import { type Gap, ringForGap } from './gap.js';

/** What the drill of shipping found. Seconds, counts. */
export type ShippedDrill = {
  readonly events: number;
  readonly acknowledged: number;
  readonly lost: number;
  readonly lostSeconds: number;
  readonly putBackSeconds: number;
  readonly verifySeconds: number;
  readonly projectSeconds: number;
  readonly compared: ReturnType<typeof differences>;
  readonly gap: Gap;
};

type Places = { readonly from: string; readonly to: string; readonly log: string; readonly keys: string };

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1_000;
};

const linesIn = (folder: string): readonly string[] => {
  const file = join(folder, 'log.ndjson');
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
};

/** Waits until the file holds so many events. */
const shippedAll = async (folder: string, events: number): Promise<void> => {
  for (; linesIn(folder).length < events + 1;) await delay(200);
};

const operator = { userId: v4(), role: 'operator', partyKind: 'labourMarketAdministration' } as const;

type Acknowledged = { readonly position: number; readonly at: number };

/** Registers units until told to stop, and keeps a ledger of what was acknowledged. */
const work = async (from: string, superuser: string, until: () => boolean): Promise<readonly Acknowledged[]> => {
  const url = (role: 'api' | 'keys'): string => roleUrl(superuser, role, 'etapp');
  const { wrapping } = openDataFolder(from);
  const now = (): string => new Date().toISOString();
  const databases = { apiDatabaseUrl: url('api'), keysDatabaseUrl: url('keys') };
  const { act, close } = await composeCommands({ ...databases, wrapping, now });
  const ledger: Acknowledged[] = [];
  const body = { name: 'Övning', municipalityCode: '9901', leadUserId: v4(), legalBases: ['SoL-2025:400'] };
  for (; !until();) {
    const id = v4();
    const unit = {
      tenant: demoTenant,
      actor: operator,
      name: 'RegisterUnit',
      id,
      body: { unitId: id, ...body },
      key: id,
    };
    const { position } = await act(unit);
    ledger.push({ position: Number(position), at: Date.now() });
  }
  await close().catch(() => undefined);
  return ledger;
};

/** Tells the demo; with ETAPP_DRILL_TELL_SECONDS only what fits into them, on a machine that is slow or busy. */
const tellDemo = async (from: string): Promise<void> => {
  const limit = Number(process.env['ETAPP_DRILL_TELL_SECONDS'] ?? 0);
  const telling = etapp(['--data', from, 'seed']);
  const timer = limit > 0 ? setTimeout(() => telling.kill('SIGINT'), limit * 1_000) : undefined;
  const code = await ended(telling);
  clearTimeout(timer);
  if (code !== 0 && !(limit > 0 && code === 130)) throw new Error(`telling ended with ${code}`);
};

/** Tells the demo, ships it, then loses the machine while people work. */
const loseMachine = async ({ from, log, keys }: Places) => {
  await tellDemo(from);
  const server = await openFolder(from);
  await project(server);
  const before = await rowsOf(server);
  const { head } = await logOf(server);
  const followers = [
    etapp(['--data', from, 'export', log, '--follow', '--every', '1']),
    etapp(['--data', from, 'export-keys', keys, '--follow', '--every', '1']),
  ];
  await shippedAll(log, head);
  for (; !existsSync(join(keys, 'keys.ndjson'));) await delay(200);
  const stopAt = Date.now() + 10_000 + Math.floor(Math.random() * 2_000);
  const ledger = await work(from, server.superuser, () => Date.now() > stopAt);
  for (const follower of followers) follower.kill('SIGKILL');
  await killServer(from);
  await Promise.all(followers.map(ended));
  return { before, head, ledger };
};

const lostOf = (ledger: readonly Acknowledged[], log: string): { lost: number; lostSeconds: number } => {
  const shipped = linesIn(log).length - 1;
  const lost = ledger.filter(({ position }) => position > shipped);
  const [first, last] = [lost.at(0), lost.at(-1)];
  return { lost: lost.length, lostSeconds: first && last ? (last.at - first.at) / 1_000 : 0 };
};

/** A copy of what was shipped, up to an event: where the rows of before can be compared. */
const upTo = (log: string, events: number): string => {
  const cut = `${log}.until`;
  mkdirSync(cut);
  writeFileSync(
    join(cut, 'log.ndjson'),
    `${linesIn(log)
      .slice(0, events + 1)
      .join('\n')}\n`,
  );
  copyFileSync(join(log, 'beside.ndjson'), join(cut, 'beside.ndjson'));
  return cut;
};

/** Drill of `etapp export --follow` and `import-log`, in a folder of its own. */
export const drillShipping = async (folder: string): Promise<ShippedDrill> => {
  const places = {
    from: join(folder, 'from'),
    to: join(folder, 'to'),
    log: join(folder, 'log'),
    keys: join(folder, 'keys'),
  };
  const { before, head, ledger } = await loseMachine(places);
  renameSync(places.from, `${places.from}.gone`);
  mkdirSync(places.to, { mode: 0o711 });
  // The master key was kept apart from both.
  copyFileSync(join(`${places.from}.gone`, 'master.key'), join(places.to, 'master.key'));
  const put = (log: string) => run(['--data', places.to, 'import-log', log, '--keys', places.keys]);
  const putBackSeconds = await seconds(() => put(upTo(places.log, head)));
  const server = await openFolder(places.to);
  const projectSeconds = await project(server);
  const compared = differences(before, await rowsOf(server));
  await put(places.log);
  const verifySeconds = await seconds(() => run(['--data', places.to, 'verify']));
  const gap = await ringForGap(server, 14);
  await server.stop();
  const { lost, lostSeconds } = lostOf(ledger, places.log);
  const counts = { events: head, acknowledged: ledger.length, lost, lostSeconds };
  return { ...counts, putBackSeconds, verifySeconds, projectSeconds, compared, gap };
};
