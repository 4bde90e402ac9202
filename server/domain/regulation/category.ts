/** IFRA product categories, 51st Amendment. */
export const IFRA_CATEGORIES = [
  '1',
  '2',
  '3',
  '4',
  '5A',
  '5B',
  '5C',
  '5D',
  '6',
  '7A',
  '7B',
  '8',
  '9',
  '10A',
  '10B',
  '11A',
  '11B',
  '12',
] as const;
export type IfraCategory = (typeof IFRA_CATEGORIES)[number];

/** ifra = IFRA 51 alone; eu = stricter of IFRA and EU; kr = stricter of IFRA and Korea; all = strictest of the three. */
export const MARKETS = ['ifra', 'eu', 'kr', 'all'] as const;
export type Market = (typeof MARKETS)[number];
