import { z } from 'zod';
import { FAMILIES, NOTES, STYLES } from './family.ts';

// Apart from the names themselves, so that a page that shows them does not load the schema library.
export const Family = z.enum(FAMILIES);
export type Family = z.infer<typeof Family>;
export const Style = z.enum(STYLES);
export type Style = z.infer<typeof Style>;
export const Note = z.enum(NOTES);
export type Note = z.infer<typeof Note>;
