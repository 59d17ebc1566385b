import { createServer, type Server } from 'node:http';

import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** Somebody of the demo who may ask for a token. */
export type DemoUser = { readonly name: string; readonly userId: string; readonly does: string };

/** Where the issuer and the API listen, and in which mode. */
export type IssuerSettings = {
  readonly mode: 'production' | 'development';
  readonly apiHost: string;
  readonly port: number;
  readonly users: readonly DemoUser[];
};

/** A running development issuer. */
export type DevIssuer = { readonly url: string; readonly jwksUri: string; readonly close: () => Promise<void> };

/** The development issuer would have been reachable, or trusted, where real people's data may be. */
export class IssuerRefused extends Error {
  override readonly name = 'IssuerRefused';
}

const loopback = new Set(['127.0.0.1', '::1', 'localhost']);
/** The audience of its tokens. */
export const devAudience = 'etapp-development';
const lifetime = '8h';

/** Throws IssuerRefused, with what to do instead, in production or where the API can be reached from elsewhere. */
export const refuseUnsafe = ({ mode, apiHost }: Pick<IssuerSettings, 'mode' | 'apiHost'>): void => {
  const instead = 'run services/api and services/projector instead, with an issuer and a database of your own';
  if (mode === 'production')
    throw new IssuerRefused(`the development issuer does not start in production mode; ${instead}`);
  if (!loopback.has(apiHost))
    throw new IssuerRefused(
      `the development issuer does not start while the API listens beyond loopback; leave ETAPP_HOST out, or ${instead}`,
    );
};

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });

/**
 * Gives tokens to demo users, without a password: `GET /token/{user}` answers the bare token. It listens on loopback only,
 * and its key is new at each start and kept in memory. Throws IssuerRefused in production or with an open API.
 */
export const startDevIssuer = async (settings: IssuerSettings): Promise<DevIssuer> => {
  refuseUnsafe(settings);
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'development', alg: 'ES256', use: 'sig' };
  let url = '';
  const tokenFor = (userId: string): Promise<string> =>
    new SignJWT({})
      .setProtectedHeader({ alg: 'ES256', kid: jwk.kid, typ: 'at+jwt' })
      .setIssuer(url)
      .setAudience(devAudience)
      .setSubject(userId)
      .setIssuedAt()
      .setExpirationTime(lifetime)
      .sign(privateKey);
  const answer = async (path: string): Promise<{ status: number; type: string; body: string }> => {
    if (path === '/jwks') return { status: 200, type: 'application/json', body: JSON.stringify({ keys: [jwk] }) };
    const user = settings.users.find(({ name }) => path === `/token/${name}`);
    if (user !== undefined) return { status: 200, type: 'text/plain', body: await tokenFor(user.userId) };
    const known = settings.users.map(({ name, does }) => `/token/${name}  ${does}`);
    return { status: path === '/' ? 200 : 404, type: 'text/plain; charset=utf-8', body: `${known.join('\n')}\n` };
  };
  const server = createServer((request, response) => {
    void answer(request.url ?? '/').then(({ status, type, body }) =>
      response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' }).end(body),
    );
  });
  url = `http://127.0.0.1:${await listen(server, settings.port)}`;
  return {
    url,
    jwksUri: `${url}/jwks`,
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
};
