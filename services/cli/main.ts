import { runProgram } from './program.js';

const interrupted = new AbortController();
// The first Ctrl-C ends the work after the step in hand; the second one ends the process.
process.once('SIGINT', () => interrupted.abort());
process.once('SIGTERM', () => interrupted.abort());

process.exitCode = await runProgram(process.argv.slice(2), {
  environment: process.env,
  signal: interrupted.signal,
  now: () => new Date().toISOString(),
  streams: { stdout: process.stdout, stderr: process.stderr, elapsed: () => performance.now() },
});
