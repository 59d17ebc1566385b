import type { Settings } from './settings.js';

/** What the first minute needs to know. */
export type Started = {
  readonly url: string;
  readonly issuerUrl: string;
  /** Where the reminders' queue is shown, and the file with the password for it. */
  readonly queueUrl: string;
  readonly operationsTokenFile: string;
  readonly settings: Settings;
};

/** The words printed when everything runs: where the API and its documentation are, and how to call it. */
export const welcome = ({ url, issuerUrl, queueUrl, operationsTokenFile, settings }: Started): string => `
Etapp is running.

  API            ${url}/v1/api-info
  Documentation  ${url}/docs   (English: ${url}/docs?lang=en)
  Metrics        http://127.0.0.1:${settings.ETAPP_METRICS_PORT}/metrics
  Reminder queue ${queueUrl}   (any user; the password is in ${operationsTokenFile})
  Data           ${settings.ETAPP_DATA}

Call as a demo user (caseworker, coordinator, auditor; ${issuerUrl} lists all):

  TOKEN=$(curl -s ${issuerUrl}/token/caseworker)
  curl -s -H "Authorization: Bearer $TOKEN" "${url}/v1/worklist?limit=3"

Stop with Ctrl-C; everything is kept.
`;
