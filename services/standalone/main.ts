import { startStandalone } from './standalone.js';
import { readSettings } from './settings.js';

const say = (line: string): void => console.log(line);

const start = async () => {
  try {
    return await startStandalone(readSettings(process.env), say);
  } catch (error) {
    console.error(`Etapp could not start: ${error instanceof Error ? error.message : String(error)}`);
    return process.exit(1);
  }
};
const standalone = await start();

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
