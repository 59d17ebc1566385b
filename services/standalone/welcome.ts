import type { Settings } from './settings.js';

/** What the first minute needs to know. */
export type Started = { readonly url: string; readonly issuerUrl: string; readonly settings: Settings };

/** The words printed when everything runs: where the API and its documentation are, and how to call it. */
export const welcome = ({ url, issuerUrl, settings }: Started): string => `
Etapp is running.

  API            ${url}/v1/api-info
  Documentation  ${url}/docs   (English: ${url}/docs?lang=en)
  Metrics        http://127.0.0.1:${settings.ETAPP_METRICS_PORT}/metrics
  Data           ${settings.ETAPP_DATA}

Call as a demo user (caseworker, coordinator, auditor; ${issuerUrl} lists all):

  TOKEN=$(curl -s ${issuerUrl}/token/caseworker)
  curl -s -H "Authorization: Bearer $TOKEN" "${url}/v1/worklist?limit=3"

Stop with Ctrl-C; everything is kept.
`;
