import { createServer } from 'node:net';

/** Where something is to listen, and the variable that chooses the port. */
export type WantedPort = { readonly host: string; readonly port: number; readonly variable: string };

const isTaken = (error: Error): boolean => 'code' in error && error.code === 'EADDRINUSE';

/**
 * Throws an error that names the port and the variable if something listens there already. Asked before anything is
 * started, since the first start tells for a minute before the API listens.
 */
export const requireFreePort = ({ host, port, variable }: WantedPort): Promise<void> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error) => {
      const words = `port ${port} is taken, perhaps by another Etapp: stop that, or choose another port with ${variable}`;
      reject(isTaken(error) ? new Error(words) : error);
    });
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
