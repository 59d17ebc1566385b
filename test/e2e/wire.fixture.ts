import { Agent, type IncomingHttpHeaders, request } from 'node:http';

/** A request as it goes over the wire, right or wrong. */
export type Sent = {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** The loopback address it comes from; rates are counted by address. */
  readonly from?: string;
};

/** The answer, with its JSON where it is JSON. */
export type Received = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly body: unknown;
};

/** What stands at a place in a JSON value; undefined where there is no such place. */
export const at = (value: unknown, ...place: readonly (string | number)[]): unknown =>
  place.reduce<unknown>(
    (within, key) => (typeof within === 'object' && within !== null ? Reflect.get(within, key) : undefined),
    value,
  );

/** Status and code of a problem. */
export const codeOf = ({ status, body }: Received): readonly [number, unknown] => [status, at(body, 'code')];

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

const parsed = (text: string, type = ''): unknown => (/json/.test(type) && text !== '' ? JSON.parse(text) : undefined);

/** Sends a request just as it is given. */
export const wire = (base: string, { method, path, headers, body, from = '127.0.0.1' }: Sent): Promise<Received> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(base);
    const sent = request({ agent, hostname, port, method, path, headers, localAddress: from }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const { statusCode: status = 0, headers: given } = response;
        resolve({ status, headers: given, text, body: parsed(text, given['content-type']) });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
