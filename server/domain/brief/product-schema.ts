import { z } from 'zod';
import { CONCENTRATIONS, PRODUCTS } from './product.ts';

// Apart from the names themselves, so that a page that shows them does not load the schema library.
export const Product = z.enum(PRODUCTS);
export type Product = z.infer<typeof Product>;
export const Concentration = z.enum(CONCENTRATIONS);
export type Concentration = z.infer<typeof Concentration>;
