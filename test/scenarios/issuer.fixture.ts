import { createServer, type Server } from 'node:http';

import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** The audience of the test issuer's tokens. */
export const audience = 'etapp-test';

const listen = (server: Server): Promise<string> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (typeof address !== 'object' || address === null) throw new Error('no address');
      resolve(`http://127.0.0.1:${address.port}`);
    });
  });

/** A token issuer whose tokens are as old as the test's clock says. */
export const startIssuer = async (now: () => string) => {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'test', alg: 'ES256' };
  const server = createServer((_request, response) => response.end(JSON.stringify({ keys: [jwk] })));
  const url = await listen(server);
  return {
    url,
    jwksUri: `${url}/jwks`,
    /** The name under which the issuer speaks for a municipality. */
    nameFor: (tenant: string): string => `${url}/${tenant}`,
    /** A token for a user of a municipality, an hour long. */
    tokenFor: (userId: string, tenant: string): Promise<string> => {
      const seconds = Math.floor(Date.parse(now()) / 1000);
      return new SignJWT({})
        .setProtectedHeader({ alg: 'ES256', kid: 'test', typ: 'at+jwt' })
        .setIssuer(`${url}/${tenant}`)
        .setAudience(audience)
        .setSubject(userId)
        .setIssuedAt(seconds)
        .setExpirationTime(seconds + 3600)
        .sign(privateKey);
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
};
