import { describe, expect, it } from '@jest/globals';
import { waitFor } from './wait-for.js';

describe('waitFor', () => {
  it('gives the first answer that is truthy', async () => {
    const answers = [undefined, 0, 'yes', 'late'];
    expect(await waitFor(() => answers.shift(), { intervalMs: 1 })).toBe('yes');
  });

  it('goes on after an error', async () => {
    const steps = [() => Promise.reject(new Error('down')), () => Promise.resolve('up')];
    expect(await waitFor(() => steps.shift()?.(), { intervalMs: 1 })).toBe('up');
  });

  it('gives up with the last error as cause', async () => {
    const waiting = waitFor(() => Promise.reject(new Error('down')), { timeoutMs: 20, intervalMs: 1 });
    await expect(waiting).rejects.toMatchObject({ cause: { message: 'down' } });
  });
});
