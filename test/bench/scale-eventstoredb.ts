// What growth costs in EventStoreDB: appends and reads of a log of 10^4 events and more, on the node of EVENTSTORE_URL.
// How it is measured and run: README.md.
import { randomUUID } from 'node:crypto';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';

import { EventStoreDbStore } from '@etapp/event-store';

import { fillThrough } from './fill-through-store.js';
import { writeReport } from './report.js';
import { compareWith, linesOf } from './scale-measures.js';
import { bareClient } from './scale-on-eventstoredb.js';

const { values: options } = parseArgs({
  options: {
    json: { type: 'string' },
    sizes: { type: 'string', default: '10000,100000,1000000' },
    milliseconds: { type: 'string', default: '5000' },
  },
});
const sizes = options.sizes.split(',').map(Number);
const milliseconds = Number(options.milliseconds);
const url = process.env['EVENTSTORE_URL'];
if (url === undefined) throw new Error('EVENTSTORE_URL names the node to measure');

// A log of its own among what the node may hold.
const namespace = `scale${randomUUID()}`;
const store = new EventStoreDbStore({ url, name: 'scale', namespace });
const bare = bareClient(url, namespace);
const figures = [];
try {
  let filled = 0;
  for (const [series, events] of sizes.entries()) {
    const began = performance.now();
    const log = await fillThrough(store, { events: events - filled, series });
    const fillSeconds = (performance.now() - began) / 1_000;
    filled = events;
    const compared = await compareWith(store, { log, bare: bare.operationsOn(log) }, { milliseconds });
    figures.push({ events, fillSeconds, compared });
    console.table(linesOf(events, compared));
  }
} finally {
  await Promise.all([store.close(), bare.close()]);
}
const machine = { cores: cpus().length, model: cpus()[0]?.model };
const conditions = { date: new Date().toISOString(), node: process.version, machine, load: loadavg()[0] };
writeReport(options.json, { ...conditions, milliseconds, figures });
