import { z } from 'zod';
import { PLAIN_READING } from '../brief/plain-reading.ts';
import { categoryOf } from '../brief/product.ts';
import { Product } from '../brief/product-schema.ts';
import { Reading } from '../brief/reading.ts';
import { DomainError } from '../error.ts';
import { FAMILIES, type FamilyWeights, mainFamily, STYLE_OF_FAMILY } from '../ingredient/family.ts';
import { Family } from '../ingredient/family-schema.ts';

/**
 * A reading as a person or a script writes one: fields that are left out take their "nothing said" value, and shares are scaled
 * to sum to 1. Everything else must be right. Throws bad_input with the field that is not.
 */
export function readingOf(given: Readonly<Record<string, unknown>>): Reading {
  const product = Product.catch('fine_fragrance').parse(given.product);
  const shares = sharesOf(given.notes_preference);
  const reading = Reading.safeParse({
    ...PLAIN_READING,
    style: STYLE_OF_FAMILY[mainFamily(shares) ?? 'floral'],
    ifra_category: categoryOf(product),
    ...given,
    notes_preference: shares,
  });
  if (reading.success) return reading.data;
  const issue = reading.error.issues[0];
  throw new DomainError(
    'bad_input',
    `reading.${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}`,
    `해석의 ${issue?.path.join('.') ?? ''} 값이 맞지 않아요.`,
  );
}

/** Weights of known families scaled to Σ = 1. */
function sharesOf(given: unknown): FamilyWeights {
  const weights = z.partialRecord(Family, z.number().nonnegative()).safeParse(given ?? {});
  if (!weights.success) {
    throw new DomainError('bad_input', 'reading.notes_preference: shares of the 18 families', '향조 비율을 읽을 수 없어요.');
  }
  const total = FAMILIES.reduce((sum, family) => sum + (weights.data[family] ?? 0), 0);
  if (!(total > 0)) throw new DomainError('bad_input', 'reading.notes_preference: no family has a share', '향조 비율이 비어 있어요.');
  return Object.fromEntries(Object.entries(weights.data).map(([family, weight]) => [family, weight / total]));
}
