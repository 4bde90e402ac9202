import type { Family } from '#domain/ingredient/family.ts';

/** Briefs a designer can start from, each showing another thing the reader understands. */
export const EXAMPLES = [
  { key: 'summer', families: ['citrus', 'floral'] },
  { key: 'garden', families: ['green', 'floral', 'earthy'] },
  { key: 'winter', families: ['woody', 'amber', 'spicy'] },
] as const satisfies readonly { key: string; families: readonly Family[] }[];
