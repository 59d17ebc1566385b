/** One fault in a body or query: where (JSON Pointer into the body, or the parameter's name), which rule, in words. */
export type Fault = { readonly pointer: string; readonly code: string; readonly detail: string };

/** What is said of a code in one language. */
export type ProblemText = { readonly title: string; readonly detail: string };

/** A code's place in the problem table: its HTTP status and its words. */
export type ProblemEntry = { readonly status: number; readonly sv: ProblemText; readonly en: ProblemText };

/** What is known of one occurrence besides the code. Never personal. */
export type Occurrence = {
  readonly code: string;
  readonly correlationId: string;
  readonly errors?: readonly Fault[];
  readonly details?: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds?: number;
};

/** A problem document as in RFC 9457, media type `application/problem+json`. */
export const problemDocument = (entry: ProblemEntry, language: 'sv' | 'en', occurrence: Occurrence) => {
  const { code, correlationId, errors, details, retryAfterSeconds } = occurrence;
  return {
    type: `urn:etapp:problem:${code}`,
    title: entry[language].title,
    status: entry.status,
    detail: entry[language].detail,
    instance: `urn:uuid:${correlationId}`,
    code,
    ...(errors === undefined ? {} : { errors }),
    ...(details === undefined || Object.keys(details).length === 0 ? {} : { details }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
};

/** Swedish unless English is asked for first (`Accept-Language`). */
export const languageOf = (header: string | undefined): 'sv' | 'en' => (/^\s*en\b/i.test(header ?? '') ? 'en' : 'sv');
