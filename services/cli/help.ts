import type { Text } from '@etapp/kernel';

/** What the help says of the program, its commands and their options. */
export const help = {
  program: { sv: 'Etapp från kommandoraden', en: 'Etapp from the command line' },
  helpOption: { sv: 'visa hjälp', en: 'show help' },
  helpCommand: { sv: 'visa hjälp om ett kommando', en: 'show help on a command' },
  data: {
    sv: 'mapp med en Etapp i ett stycke (annars databaserna i miljön, annars .data)',
    en: 'folder of a standalone Etapp (else the databases of the environment, else .data)',
  },
  tenant: {
    sv: 'kommunens id (behövs när loggen har flera)',
    en: 'id of the municipality (needed where the log has several)',
  },
  json: { sv: 'svara med JSON, en rad per objekt', en: 'answer in JSON, one object a line' },
  quiet: { sv: 'visa inget förlopp', en: 'show no progress' },
  dryRun: { sv: 'visa vad som skulle hända, ändra inget', en: 'show what would happen, change nothing' },
  seed: {
    sv: 'berätta demokommunens historia i en tom Etapp',
    en: 'tell the demo municipality’s history into an empty Etapp',
  },
  import: {
    sv: 'läs in personer och öppna ärenden från en CSV-fil',
    en: 'bring in persons and open cases out of a CSV file',
  },
  mapping: { sv: 'JSON-fil som kopplar kolumner till fält', en: 'JSON file that maps columns to fields' },
  by: {
    sv: 'id för medarbetaren som svarar för inläsningen',
    en: 'id of the member of staff who answers for the import',
  },
  replay: { sv: 'visa ett ärende steg för steg', en: 'show a case step by step' },
  asOf: { sv: 'bara det som var känt vid tidpunkten', en: 'only what was known at that instant' },
  open: { sv: 'visa personuppgifter (kräver nycklarna)', en: 'show personal data (needs the keys)' },
  details: {
    sv: 'visa även id:n och vad varje händelse ändrade',
    en: 'show ids too, and what each event changed',
  },
  rebuild: { sv: 'bygg om en läsmodell bredvid den som används', en: 'rebuild a read model beside the live one' },
  pruneReadModels: {
    sv: 'ta bort läsmodeller som den här utgåvan inte har',
    en: 'drop read models that this release has not',
  },
  verify: { sv: 'kontrollera strömmarnas hashkedjor', en: 'verify the hash chains of the streams' },
  stream: { sv: 'en ström, som case-<id>', en: 'one stream, such as case-<id>' },
  migrate: { sv: 'gör databasen till den här utgåvans', en: 'bring the database to this release' },
  export: {
    sv: 'skeppa loggen till en mapp; det som redan är där kontrolleras och fortsätts',
    en: 'ship the log to a folder; what is there already is examined and gone on from',
  },
  exportKeys: {
    sv: 'skriv personernas nycklar, inslagna, till en mapp som förvaras för sig',
    en: 'write the keys of persons, wrapped, to a folder that is kept apart',
  },
  importLog: {
    sv: 'lägg tillbaka en skeppad logg i en tom Etapp',
    en: 'put a shipped log back into an empty Etapp',
  },
  migrateLog: {
    sv: 'flytta loggen mellan PostgreSQL och EventStoreDB',
    en: 'move the log between PostgreSQL and EventStoreDB',
  },
  movedFrom: {
    sv: 'loggen som flyttas: postgres://… (rollen etapp_projector), esdb://… eller here, den egna databasen',
    en: 'the log that is moved: postgres://… (role etapp_projector), esdb://… or here, the deployment’s own database',
  },
  movedTo: { sv: 'dit den flyttas, angivet på samma sätt', en: 'where it is moved to, named likewise' },
  logOnly: {
    sv: 'rör inte kontrollpunkter och läsmodeller',
    en: 'leave checkpoints and read models alone',
  },
  follow: { sv: 'fortsätt tills du stoppar det', en: 'go on until you stop it' },
  every: { sv: 'sekunder mellan två omgångar (annars 5)', en: 'seconds from one round to the next (otherwise 5)' },
  keysFolder: { sv: 'mappen som export-keys skrev till', en: 'the folder that export-keys wrote to' },
  passwords: {
    sv: 'ge rollerna de lösenord som tjänsternas anslutningar anger',
    en: 'give the roles the passwords that the services’ connections name',
  },
  deadLetters: { sv: 'utskick som getts upp', en: 'deliveries that were given up' },
  deadLettersList: { sv: 'visa dem, äldst först', en: 'show them, oldest first' },
  deadLettersRetry: { sv: 'skicka igen, med samma nycklar', en: 'send again, under the same keys' },
  deadLettersAll: { sv: 'alla', en: 'all of them' },
  webhooks: { sv: 'vilka utanför som får veta vad', en: 'who outside is told of what' },
  webhooksAdd: { sv: 'låt en mottagare få veta', en: 'let a receiver be told' },
  webhooksType: {
    sv: 'bara dessa händelser, som se.etapp.case.plan-revised.v1',
    en: 'only these events, such as se.etapp.case.plan-revised.v1',
  },
  webhooksFrom: {
    sv: 'efter start, head (annars) eller en position',
    en: 'after start, head (otherwise) or a position',
  },
  webhooksHmac: {
    sv: 'signera med en delad hemlighet i stället för Ed25519',
    en: 'sign with a shared secret instead of Ed25519',
  },
  webhooksList: { sv: 'visa mottagarna', en: 'show the receivers' },
  webhooksRemove: { sv: 'avsluta en för gott', en: 'end one for good' },
  webhooksPing: { sv: 'skicka ett tomt meddelande', en: 'send a message that says nothing' },
  reminders: { sv: 'påminnelser', en: 'reminders' },
  remindersDue: { sv: 'visa det som skulle ha ringt men inte har det', en: 'show what should have rung and has not' },
  remindersSimulate: {
    sv: 'visa vad som skulle ringa om ingen gjorde något',
    en: 'show what would ring if nobody did anything',
  },
  remindersFrom: { sv: 'första dagen (annars i dag)', en: 'first day (otherwise today)' },
  remindersTo: { sv: 'sista dagen (annars 30 dagar framåt)', en: 'last day (otherwise 30 days ahead)' },
  remindersRule: {
    sv: 'bara denna regel, som R11 eller minutes-missing',
    en: 'only this rule, such as R11 or minutes-missing',
  },
} as const satisfies Readonly<Record<string, Text>>;
