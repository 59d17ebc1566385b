// Defects to plant in the sources while tests run, so that one sees the tests turn red. `edits` replace a text that
// stands once in `file`; `spec` is what must notice, run in the folder `in` with the environment `env`.

const engine = 'libs/command-engine/execute.ts';
const campaign = { in: 'test', spec: 'faults/reminders' };
const walk = { in: 'test', spec: 'properties/case-walk', env: { ETAPP_WALKS: '300' } };

/** Every defect by what it does. */
export const plants = {
  'a repeated key is not looked for in the stream': {
    file: engine,
    edits: [['if (earlier !== undefined) {', 'if (earlier !== undefined && Date.now() < 0) {']],
    ...{ in: 'test', spec: 'faults/failpoints' },
  },
  'a command is acknowledged before it is appended': {
    file: engine,
    edits: [
      [
        'const appended = await engine.store.append({',
        `const appended = { version: current.version + events.length, position: current.position, repeated: false };
         await engine.store.head();
         void engine.store.append({`,
      ],
    ],
    ...{ in: 'test', spec: 'faults/killed-api', env: { ETAPP_KILLS: '10' } },
  },
  'an append that lost a race counts as done': {
    file: engine,
    edits: [
      [
        'if (error instanceof WrongExpectedVersion) return undefined;',
        `if (error instanceof WrongExpectedVersion)
           return {
             receipt: receiptOf(request.stream, events.map(({ id, type }) => ({ id, type, version: current.version })), 1),
             position: current.position,
             repeated: false,
           };`,
      ],
    ],
    ...{ in: 'test', spec: 'faults/outage', env: { ETAPP_OUTAGES: '1' } },
  },
  'an event is not linked to the one before it': {
    file: engine,
    edits: [['engine.link({ previous, ...stored })', 'engine.link({ previous: undefined, ...stored })']],
    ...{ in: 'test', spec: 'faults/lost-answers', env: { ETAPP_LOST_ANSWERS: '1' } },
  },
  'a lost answer counts as nothing having happened': {
    file: 'libs/event-store/postgres/batch-writer.ts',
    edits: [['sent ||= error.sent;', 'sent = false;']],
    ...{ in: 'test', spec: 'faults/lost-answers', env: { ETAPP_LOST_ANSWERS: '1' } },
  },
  'a database that is away is an internal error': {
    file: 'services/api/outage.ts',
    edits: [['if (!isNativeError(error)) return false;', 'if (isNativeError(error)) return false;']],
    ...{ in: 'test', spec: 'faults/outage', env: { ETAPP_OUTAGES: '2' } },
  },
  'a move that is run again is recorded again': {
    file: 'services/cli/moving/move.ts',
    edits: [
      [
        'if (newest !== undefined && tellsOf(newest, copied)) return newest;',
        'if (newest !== undefined && tellsOf(newest, copied) && Date.now() < 0) return newest;',
      ],
    ],
    ...{ in: 'test', spec: 'servers/killed-move' },
  },
  'a move hands events over to EventStoreDB without waiting for those before them': {
    file: 'services/cli/moving/append-windows.ts',
    edits: [['{ postgresql: 400, eventstoredb: 1 }', '{ postgresql: 400, eventstoredb: 400 }']],
    ...{ in: 'test', spec: 'servers/killed-move' },
  },
  'a webhook may begin at a place at which no event stands': {
    file: 'services/cli/commands/webhooks.ts',
    edits: [['    await store.head();\n    return false;', '    await store.head();\n    return true;']],
    ...{ in: 'services/cli', spec: 'commands/on-event-store-db' },
  },
  'a shipped log gives an event on both sides of a page': {
    file: 'services/cli/shipping/shipped-log.ts',
    edits: [['compare(next.value.position, after) > 0', 'compare(next.value.position, after) >= 0']],
    ...{ in: 'services/cli', spec: 'shipping/shipped-log' },
  },
  'a file takes what is shipped of another generation': {
    file: 'services/cli/shipping/log-file.ts',
    edits: [['(!saysGeneration || ', '(saysGeneration || ']],
    ...{ in: 'services/cli', spec: 'commands/export' },
  },
  'a body that does not fit is let through': {
    file: 'services/api/commands/command-service.ts',
    edits: [['if (!parsed.success) {', 'if (!parsed.success && Date.now() < 0) {']],
    ...{ in: 'test', spec: 'faults/fuzz', env: { ETAPP_FUZZ_REQUESTS: '800' } },
  },
  'a key is taken for any body': {
    file: 'services/api/commands/receipts.ts',
    edits: [['if (!timingSafeEqual(', 'if (Date.now() < 0 && !timingSafeEqual(']],
    ...{ in: 'test', spec: 'e2e/commands' },
  },
  'a checkpoint is committed before its rows': {
    file: 'libs/projection-engine/slot-writer.ts',
    edits: [
      ['await inTransaction(client, () => applyPage(page, last))', 'await applyPage(page, last)'],
      [
        'const folded = await writeRows(',
        `await client.query('UPDATE engine.slots SET position = $1 WHERE name = $2 AND slot = $3', [
           page.upTo, projection.name, slot.slot,
         ]);
         onStep('rows-applied');
         const folded = await writeRows(`,
      ],
    ],
    ...{ in: 'libs/projection-engine', spec: 'laws' },
  },
  'a closed case takes anything': {
    file: 'libs/domain/case/case.ts',
    edits: [['if (!worksInStatus(name, intake.status)) reject(', 'if (Date.now() < 0) reject(']],
    ...walk,
  },
  'a personal value is stored as it is': {
    file: 'libs/privacy/sealer.ts',
    edits: [
      [
        'Box.sealed(sealValue({ tenant, origin }, keyFor(keys, slot), value), origin)',
        'Box.sealed({ value, tenant, person: keyFor(keys, slot).person }, origin)',
      ],
    ],
    ...walk,
  },
  'a fact may be stated twice under its id': {
    file: 'libs/kernel/stated-facts.ts',
    edits: [['if (known === undefined) return false;', 'if (known === undefined || Date.now() > 0) return false;']],
    ...walk,
  },
  'a reminder is fired without asking whether it is wanted': {
    file: 'services/reminders/firing/fire.ts',
    edits: [['import { comingRings, type', 'import { planOf as comingRings, type']],
    ...campaign,
  },
  'the id of a reminder has a random part': {
    file: 'services/reminders/firing/ringer.ts',
    edits: [
      [
        'const { reminderId } = ring;',
        'const reminderId = `${ring.reminderId}-${1 + Math.floor(Math.random() * 900)}`;',
      ],
      ['body: ring,', 'body: { ...ring, reminderId },'],
    ],
    ...{ in: 'services/reminders', spec: 'firing/fire' },
  },
  'a reminder is struck off before it is in the log': {
    file: 'services/reminders/firing/fire.ts',
    edits: [
      ['await ring(parts, standing, planned);', 'await agenda.strike(claimed); await ring(parts, standing, planned);'],
    ],
    ...{ ...campaign, env: { ETAPP_REMINDER_KILLS: '24' } },
  },
};

const name = process.env['ETAPP_PLANTED'];
const root = new URL('../../', import.meta.url);
const plant = name === undefined ? undefined : plants[name];
if (name !== undefined && plant === undefined) throw new Error(`nobody knows the defect "${name}"`);
const target = plant === undefined ? undefined : decodeURIComponent(new URL(plant.file, root).pathname);

/** The source with a defect in it. Throws where a text to replace does not stand once. */
export const plantIn = ({ file, edits }, source) =>
  edits.reduce((text, [find, put]) => {
    if (text.split(find).length !== 2) throw new Error(`"${find}" does not stand once in ${file}`);
    return text.replace(find, () => put);
  }, source);

/** The source of a file as it is run: with the defect that the environment names, if that is where it goes. */
export const asPlanted = (source, file) => (plant !== undefined && file === target ? plantIn(plant, source) : source);
