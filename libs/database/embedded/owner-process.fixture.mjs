// A process of its own that starts the server from the sources, tells its address and stays until it is killed.
import { registerHooks } from 'node:module';

registerHooks({
  resolve: (specifier, context, next) =>
    next(context.parentURL?.endsWith('.ts') ? specifier.replace(/^(\..*)\.js$/, '$1.ts') : specifier, context),
});
const { startEmbeddedPostgres } = await import('./embedded-postgres.ts');
const { pid, port, superuserUrl, owned } = await startEmbeddedPostgres({ dataDir: process.argv[2] });
process.stdout.write(`${JSON.stringify({ pid, port, superuserUrl, owned })}\n`);
setInterval(() => undefined, 60_000);
