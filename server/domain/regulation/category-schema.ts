import { z } from 'zod';
import { IFRA_CATEGORIES, MARKETS } from './category.ts';

// Apart from the names themselves, so that a page that shows them does not load the schema library.
export const IfraCategory = z.enum(IFRA_CATEGORIES);
export type IfraCategory = z.infer<typeof IfraCategory>;
export const Market = z.enum(MARKETS);
export type Market = z.infer<typeof Market>;
