import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { receiverCertificate } from './receiver-certificate.fixture.js';
import { type Receiver, startReceiver } from './receiver.fixture.js';
import { beginAttempt, send } from './request.js';
import type { Target } from './target.js';

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver({ tls: true });
});
afterEach(() => receiver.close());

const limits = { timeoutMs: 5_000, ca: receiverCertificate.cert };
const attempt = () => beginAttempt(limits);
const here = [{ address: '127.0.0.1', family: 4 }];
const question = { method: 'POST', headers: {}, body: 'Å' } as const;
const targetAt = (name: string): Target => ({
  url: new URL(`https://${name}:${new URL(receiver.url).port}/`),
  addresses: here,
});

describe('a request to somebody outside', () => {
  it('goes to the address that was checked, whatever the name says by then', async () => {
    expect(await send(targetAt('receiver.example'), question, attempt())).toMatchObject({ status: 204 });
    expect(receiver.posted()).toMatchObject([
      { body: 'Å', headers: { host: expect.stringContaining('receiver.example') } },
    ]);
  });

  it('is not sent to whoever cannot show the name, or shows what nobody vouches for', async () => {
    await expect(send(targetAt('other.example'), question, attempt())).rejects.toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
    await expect(
      send(targetAt('receiver.example'), question, beginAttempt({ timeoutMs: 5_000 })),
    ).rejects.toMatchObject({
      code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    });
    expect(receiver.got).toEqual([]);
  });
});
