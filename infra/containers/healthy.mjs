// `node healthy.mjs <port> <path>`: asks a program of this container how it is, and ends with 0 for 200. There is no shell
// and no curl in the image.
import { request } from 'node:http';

const [port, path] = process.argv.slice(2);
const asked = request({ host: '127.0.0.1', port, path, timeout: 3_000 }, ({ statusCode }) => {
  process.exit(statusCode === 200 ? 0 : 1);
});
asked.once('timeout', () => asked.destroy());
asked.once('error', () => process.exit(1));
asked.end();
