// Processor time of a command in the API, with tracing on and off. How it is measured and run: README.md.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { z } from 'zod';

import { throwAwayDatabase, type ThrowAwayDatabase } from '../throw-away-database.js';
import { type Child, startChild } from './child.js';
import { bodies, foundCommandsTown } from './commands-town.js';
import { median, rateOf } from './figures.js';
import { hangUp } from './load.js';
import { conditionsOf, writeReport } from './report.js';

const { values: options } = parseArgs({
  options: {
    json: { type: 'string' },
    cases: { type: 'string', default: '1000' },
    callers: { type: 'string', default: '8' },
    turns: { type: 'string', default: '15' },
    seconds: { type: 'string', default: '4' },
    /** Off against off: what the measurement itself makes of two processes that do the same. */
    'none-traced': { type: 'boolean', default: false },
  },
});
const cases = Number(options.cases);
const load = { callers: Number(options.callers), seconds: Number(options.seconds), turns: Number(options.turns) };
const warmUpMs = 10_000;
/** Longer than spans wait to be sent. */
const lastSpansMs = 6_000;

/** Takes whatever is sent to it. */
const collector = createServer((request, response) => {
  request.resume().once('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
});
await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
const { port } = Object.assign<Partial<AddressInfo>, unknown>({}, collector.address());
const collectorUrl = `http://127.0.0.1:${port}`;

type Parts = { readonly database: ThrowAwayDatabase; readonly etapp: Child };

const parts = async (): Promise<Parts> => ({
  database: await throwAwayDatabase(),
  etapp: startChild('api-child.ts', { ownSession: true }),
});

/** An API with a database of its own that takes turns. */
const stand = async ({ database, etapp }: Parts, traced: boolean) => {
  const give = await foundCommandsTown(database, etapp, { cases, ...(traced ? { collector: collectorUrl } : {}) });
  const commands = Object.entries(bodies).map(([name, bodyOf]) => give(name, bodyOf));
  let count = 0;
  const command = async (): Promise<void> => {
    count += 1;
    await commands[count % commands.length]?.();
  };
  await rateOf(load.callers, warmUpMs, command);
  /** Processor seconds up to where each turn began, and commands in it. */
  const turns: { readonly cpu: number; readonly commands: number }[] = [];
  const cpu = async (): Promise<number> => Number(await etapp.ask('cpu'));
  return {
    turn: async (): Promise<void> => {
      const [before, already] = [await cpu(), count];
      await rateOf(load.callers, load.seconds * 1_000, command);
      turns.push({ cpu: before, commands: count - already });
    },
    /** Microseconds for each command, by turn: with what was sent to the collector while the other had its turn. */
    micros: async (): Promise<readonly number[]> => {
      const ends = [...turns.slice(1).map((turn) => turn.cpu), await cpu()];
      return turns.map((turn, index) => (((ends[index] ?? turn.cpu) - turn.cpu) / turn.commands) * 1_000_000);
    },
    spans: async () =>
      z.object({ sent: z.number(), lost: z.number(), dropped: z.number() }).parse(await etapp.ask('spans')),
  };
};

const all = [await parts(), await parts()] as const;
try {
  const off = await stand(all[0], false);
  const on = await stand(all[1], !options['none-traced']);
  const before = await on.spans();
  for (let turn = 0; turn < load.turns; turn += 1) {
    await off.turn();
    await on.turn();
  }
  await delay(lastSpansMs);
  const [offMicros, onMicros, after] = [await off.micros(), await on.micros(), await on.spans()];
  const differences = onMicros.map((micros, turn) => micros - (offMicros[turn] ?? micros));
  const figures = {
    ...{ off: median(offMicros), on: median(onMicros), difference: median(differences) },
    ...{ offMicros, onMicros, spans: { sent: after.sent - before.sent, lost: after.lost, dropped: after.dropped } },
  };
  console.dir(figures);
  writeReport(options.json, { ...(await conditionsOf(all[1].database.superuserUrl)), ...load, figures });
} finally {
  hangUp();
  collector.close();
  for (const { database, etapp } of all) {
    await etapp.stop();
    await database.remove();
  }
}
