import { once } from 'node:events';
import { Agent, createServer, type IncomingHttpHeaders, type IncomingMessage, request, type Server } from 'node:http';

/** A gateway in front of several APIs: it asks those that are ready in turn, and asks again only what is safe. */
export type Gateway = {
  readonly url: string;
  /** Adds an API, or takes one away. */
  readonly add: (url: string) => void;
  readonly remove: (url: string) => void;
  /** Requests that came, and how often one was asked again. */
  readonly counts: () => { readonly forwarded: number; readonly askedAgain: number };
  readonly close: () => Promise<void>;
};

type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: Buffer };
type Asked = Pick<IncomingMessage, 'method' | 'url' | 'headers'> & { readonly body: Buffer };

const lookEveryMs = 100;
/** A gateway has a beat of its own; no test waits for it. */
const beat = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, lookEveryMs));
const patienceMs = 15_000;

const bodyOf = async (message: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of message) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  return Buffer.concat(chunks);
};

const ask = (agent: Agent, base: string, { method, url, headers, body }: Asked): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(base);
    const sent = request({ agent, hostname, port, method, path: url, headers }, (response) => {
      const { statusCode: status = 0, headers: given } = response;
      bodyOf(response).then((text) => resolve({ status, headers: given, body: text }), reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });

const isReady = async (base: string): Promise<boolean> => {
  try {
    const response = await fetch(`${base}/health/ready`);
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
};

/** The rule of the guide: what only reads, and what has a key, may be asked again; nothing else may. */
const isSafe = ({ method, headers }: Asked): boolean => method === 'GET' || headers['idempotency-key'] !== undefined;

/** Nothing is known of the outcome, or nothing happened, or the first try is under way: the key makes asking again safe. */
const mayBeAskedAgain = (answer: Answer | undefined): boolean => {
  if (answer === undefined || [502, 503, 504].includes(answer.status)) return true;
  return answer.status === 409 && answer.body.includes('idempotency-key-in-use');
};

const unreachable: Answer = { status: 502, headers: { 'content-type': 'text/plain' }, body: Buffer.from('no API') };

/** APIs, and whether each was ready when it was last asked. */
type Known = Map<string, boolean>;

const look = async (known: Known): Promise<void> => {
  const each = async (base: string): Promise<void> => {
    const ready = await isReady(base);
    if (known.has(base)) known.set(base, ready);
  };
  await Promise.all([...known.keys()].map(each));
};

type Forwarding = { readonly agent: Agent; readonly known: Known; readonly counts: { askedAgain: number } };

/** Asks those that are ready in turn, again where that is safe. */
const forwarder = ({ agent, known, counts }: Forwarding) => {
  let turn = 0;
  const next = (): string | undefined => {
    const ready = [...known].filter(([, isUp]) => isUp).map(([base]) => base);
    turn += 1;
    return ready[turn % ready.length];
  };
  const askOne = async (asked: Asked): Promise<Answer | undefined> => {
    const base = next();
    return base === undefined ? undefined : ask(agent, base, asked).catch(() => undefined);
  };
  return async (asked: Asked): Promise<Answer> => {
    const end = performance.now() + patienceMs;
    let answer = await askOne(asked);
    while (mayBeAskedAgain(answer) && isSafe(asked) && performance.now() < end) {
      await beat();
      counts.askedAgain += 1;
      answer = await askOne(asked);
    }
    return answer ?? unreachable;
  };
};

const listen = async (server: Server): Promise<string> => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a gateway without a port');
  return `http://127.0.0.1:${address.port}`;
};

/** Starts a gateway. */
export const startGateway = async (): Promise<Gateway> => {
  const agent = new Agent({ keepAlive: true });
  const known: Known = new Map();
  const counts = { forwarded: 0, askedAgain: 0 };
  const ending = new AbortController();
  const looking = (async () => {
    while (!ending.signal.aborted) {
      await look(known);
      await beat();
    }
  })();
  const forward = forwarder({ agent, known, counts });
  const server = createServer((incoming, outgoing) => {
    counts.forwarded += 1;
    const { method, url, headers } = incoming;
    void bodyOf(incoming)
      .then((body) => forward({ method, url, headers, body }))
      .then(({ status, headers: given, body }) => {
        const { connection: _connection, 'transfer-encoding': _encoding, ...kept } = given;
        outgoing.writeHead(status, kept).end(body);
      });
  });
  // Longer than any pause of a test: whoever sends must not meet a connection that is just being closed for idleness.
  server.keepAliveTimeout = 600_000;
  return {
    url: await listen(server),
    add: (base) => void known.set(base, false),
    remove: (base) => void known.delete(base),
    counts: () => ({ ...counts }),
    close: async () => {
      ending.abort();
      await looking;
      agent.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
};
