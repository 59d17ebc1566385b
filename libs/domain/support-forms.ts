import { type LocalDate, reject } from '@etapp/kernel';

import type { SupportForm } from './values.js';

/** When a form of support may be granted, first and last day. Sources are PES rules; a municipality verifies them. */
const validity: Partial<Record<SupportForm, { readonly from?: LocalDate; readonly to?: LocalDate }>> = {
  introductionJob: { from: '2018-05-01' },
  entryJob: { to: '2018-04-30' },
  extraService: { to: '2022-12-31' },
  establishmentJob: { from: '2024-01-01' },
  jobPremium: { from: '2026-03-01', to: '2028-02-29' },
};

/** Whether the support form is in force on a day. */
const isSupportFormInForce = (form: SupportForm, on: LocalDate): boolean => {
  const { from = '0000', to = '9999' } = validity[form] ?? {};
  return from <= on && on <= to;
};

/** Rejects with `support-form-not-valid` a form that is not in force that day or that the unit cannot offer. */
export const requireSupportFormValid = (
  form: SupportForm,
  on: LocalDate,
  unavailable: readonly SupportForm[],
): void => {
  if (!isSupportFormInForce(form, on) || unavailable.includes(form)) {
    reject('support-form-not-valid', { supportForm: form, on });
  }
};
