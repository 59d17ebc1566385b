import { aggregates, settingsInForce, unavailableSupportForms } from '@etapp/domain';
import { ruleNames } from '@etapp/projections';

import type { FactQuestion, Resolver, ResolverParts } from './fact-question.js';
import { unitOf } from './unit-of.js';

const textIn = (body: FactQuestion['body'], field: string): string | undefined => {
  const value = body[field];
  return typeof value === 'string' ? value : undefined;
};

/** Facts about units: settings in force, what these may name, support forms, and the unit that a case is handed to. */
export const unitFacts = ({ foreign }: ResolverParts) => {
  const unit = (tenant: string, id: string) => foreign(aggregates.unit, tenant, id);
  return {
    unitSettings: async (question) => {
      const { tenant, today } = question;
      const [own, municipality] = await Promise.all([unit(tenant, unitOf(question) ?? ''), unit(tenant, tenant)]);
      return {
        value: settingsInForce({ municipality: municipality.state, unit: own.state }, today),
        versions: { [own.name]: own.version, [municipality.name]: municipality.version },
      };
    },
    reminderRuleNames: async () => ({ value: ruleNames }),
    unavailableSupportForms: async (question) => {
      const { state, name, version } = await unit(question.tenant, unitOf(question) ?? '');
      return { value: unavailableSupportForms(state, question.today), versions: { [name]: version } };
    },
    receivingUnit: async ({ tenant, body }) => {
      const { name, version } = await unit(tenant, textIn(body, 'toUnitId') ?? '');
      const value = { known: version > 0, partyKind: 'labourMarketAdministration' };
      return { value, versions: { [name]: version } };
    },
  } satisfies Readonly<Record<string, Resolver>>;
};
