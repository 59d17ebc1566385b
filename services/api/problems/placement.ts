import type { RejectionProblems } from './rejection-code.js';

/** Placements at employers. */
export const placementProblems = {
  'employer-unknown': {
    status: 422,
    sv: {
      title: 'Arbetsgivaren är inte registrerad',
      detail: 'Praktik avtalas med en registrerad arbetsgivare. Sök på nytt, eller registrera arbetsgivaren först.',
    },
    en: {
      title: 'The employer is not registered',
      detail: 'A placement is agreed with a registered employer. Search again, or register the employer first.',
    },
  },
  'support-form-unavailable': {
    status: 409,
    sv: {
      title: 'Stödformen går inte att få just nu',
      detail:
        'Enheten kan inte erbjuda den för tillfället. Låt ärendet vänta tills den är tillbaka, eller välj en annan väg.',
    },
    en: {
      title: 'The support form is not to be had right now',
      detail: 'The unit cannot offer it for the time being. Let the case wait until it is back, or choose another way.',
    },
  },
  'placement-too-long': {
    status: 422,
    sv: {
      title: 'Praktiken är längre än normalt',
      detail: 'Korta perioden till den tid som enheten har satt, eller ange skälet till att den behöver vara längre.',
    },
    en: {
      title: 'The placement is longer than normal',
      detail: 'Shorten the period to the time that the unit has set, or state the reason why it needs to be longer.',
    },
  },
  'placement-beyond-cap': {
    status: 422,
    sv: {
      title: 'Praktiken överskrider den längsta tillåtna tiden',
      detail: 'Den gränsen gäller utan undantag. Korta perioden, och ta upp anställning eller annan fortsättning.',
    },
    en: {
      title: 'The placement exceeds the longest time allowed',
      detail: 'That limit has no exceptions. Shorten the period, and bring up employment or another way on.',
    },
  },
  'placement-overlaps': {
    status: 409,
    sv: {
      title: 'Personen har en annan praktik samtidigt',
      detail: 'Två praktikperioder får inte gå i varandra. Välj andra dagar, eller avsluta eller ställ in den andra.',
    },
    en: {
      title: 'The person has another placement at the same time',
      detail: 'Two placements may not overlap. Choose other days, or end or cancel the other one.',
    },
  },
} satisfies RejectionProblems;
