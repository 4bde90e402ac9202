export const PEEK_TABS = ['formula', 'scent', 'law'] as const;
export type PeekTab = (typeof PEEK_TABS)[number];
