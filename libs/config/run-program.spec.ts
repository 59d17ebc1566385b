import { describe, expect, it } from '@jest/globals';

import { InvalidConfiguration } from './config.js';
import { type Program, type ProgramProcess, runProgram } from './run-program.js';

/** A process whose signals a test gives, and whose end it sees. */
const aProcess = () => {
  const listeners = new Map<string, () => void>();
  const [said, exits]: [string[], number[]] = [[], []];
  let heard = (): void => undefined;
  const ended = new Promise<void>((resolve) => (heard = resolve));
  const at: ProgramProcess = {
    environment: { ETAPP_PORT: '3000' },
    onSignal: (signal, listener) => void listeners.set(signal, listener),
    say: (line) => void said.push(line),
    exit: (code) => {
      exits.push(code);
      heard();
    },
  };
  return { at, said, exits, ended, send: (signal: string) => listeners.get(signal)?.() };
};

const failing = (error: Error): Program => ({ name: 'etapp-api', start: () => Promise.reject(error) });

describe('a program', () => {
  it('says every fault of its environment at once, and ends with 3', async () => {
    const { at, said, exits } = aProcess();
    await runProgram(failing(new InvalidConfiguration(['ETAPP_PORT: too big', 'ETAPP_SECRET: missing'])), at);
    expect(said).toEqual([
      'etapp-api: the environment is not right:',
      '  ETAPP_PORT: too big',
      '  ETAPP_SECRET: missing',
    ]);
    expect(exits).toEqual([3]);
  });

  it('tells of a variable that nothing reads, and ends with 3 on one that is almost a setting', async () => {
    const [strange, slip] = [aProcess(), aProcess()];
    const start: Program['start'] = async () => ({ stop: async () => undefined });
    await runProgram({ name: 'etapp-api', start }, { ...strange.at, environment: { ETAPP_LOG_URL: 'secret' } });
    expect([strange.said, strange.exits]).toEqual([['etapp-api: nothing reads ETAPP_LOG_URL'], []]);
    await runProgram({ name: 'etapp-api', start }, { ...slip.at, environment: { ETAPP_EVENTSTORE_URL: 'secret' } });
    expect(slip.said.at(-1)).toBe('  ETAPP_EVENTSTORE_URL: not a setting; is it ETAPP_EVENT_STORE_URL?');
    expect(slip.exits).toEqual([3]);
  });

  it('ends with 3 on a database that is not migrated, and with 1 on one that does not answer', async () => {
    const [unsafe, away] = [aProcess(), aProcess()];
    await runProgram(failing(Object.assign(new Error('run etapp migrate'), { name: 'UnsafeDatabase' })), unsafe.at);
    await runProgram(failing(new Error('connect ECONNREFUSED')), away.at);
    expect([unsafe.exits, unsafe.said]).toEqual([[3], ['etapp-api: run etapp migrate']]);
    expect(away.exits).toEqual([1]);
  });

  it.each(['OtherGeneration', 'LogRestored', 'DefinitionChanged', 'InvalidConnectionString'])(
    'ends with 3 on %s: another start changes nothing',
    async (name) => {
      const { at, exits } = aProcess();
      await runProgram(failing(Object.assign(new Error('somebody has to look'), { name })), at);
      expect(exits).toEqual([3]);
    },
  );

  it.each(['SIGTERM', 'SIGINT'])('finishes what it has in hand on %s, and ends with 0', async (signal) => {
    const { at, exits, ended, send } = aProcess();
    let finish = (): void => undefined;
    const inHand = new Promise<void>((resolve) => (finish = resolve));
    await runProgram({ name: 'etapp-api', start: async () => ({ stop: () => inHand }) }, at);
    send(signal);
    expect(exits).toEqual([]);
    finish();
    await ended;
    expect(exits).toEqual([0]);
  });

  it('ends at once on a second signal', async () => {
    const { at, exits, send } = aProcess();
    await runProgram({ name: 'etapp-api', start: async () => ({ stop: () => new Promise(() => undefined) }) }, at);
    send('SIGTERM');
    send('SIGTERM');
    expect(exits).toEqual([143]);
    send('SIGINT');
    expect(exits).toEqual([143, 130]);
  });

  it('ends at once on a signal that comes before it has started: nothing is in hand', () => {
    const { at, exits, send } = aProcess();
    void runProgram({ name: 'etapp-api', start: () => new Promise(() => undefined) }, at);
    send('SIGTERM');
    expect(exits).toEqual([0]);
  });

  it('ends with 1 when it cannot end in good order, or not in time', async () => {
    const [broken, stuck] = [aProcess(), aProcess()];
    const stop = () => Promise.reject(new TypeError('a value that nobody may see'));
    await runProgram({ name: 'etapp-api', start: async () => ({ stop }) }, broken.at);
    broken.send('SIGTERM');
    await broken.ended;
    expect([broken.exits, broken.said]).toEqual([[1], ['etapp-api: TypeError while it ended']]);
    const never = async () => ({ stop: () => new Promise<void>(() => undefined) });
    await runProgram({ name: 'etapp-api', start: never, stopWithinMs: 5 }, stuck.at);
    stuck.send('SIGTERM');
    await stuck.ended;
    expect(stuck.exits).toEqual([1]);
  });
});
