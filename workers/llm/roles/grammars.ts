import type { Catalogue } from '#domain/ingredient/catalogue.ts';
import { hinterGrammar } from './hinter.ts';
import { readerGrammar } from './reader.ts';
import { validatorGrammar } from './validator.ts';

/** Every role's grammar by its name. Each child builds all of them at load, so any seat's model may take any role. */
export function roleGrammars(catalogue: Catalogue): Readonly<Record<string, string>> {
  return { reader: readerGrammar(catalogue), validator: validatorGrammar(), hinter: hinterGrammar() };
}
