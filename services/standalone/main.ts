import { startStandalone } from './standalone.js';
import { readSettings } from './settings.js';

const standalone = await startStandalone(readSettings(process.env), (line) => console.log(line));

let stopping = false;
const stop = (): void => {
  if (stopping) return;
  stopping = true;
  console.log('Stopping …');
  standalone.stop().then(
    () => process.exit(0),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
};
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
