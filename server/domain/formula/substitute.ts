import type { Product } from '../brief/product.ts';
import { DomainError } from '../error.ts';
import type { Catalogue } from '../ingredient/catalogue.ts';
import type { Material } from '../ingredient/material.ts';
import { odourWordLikeness } from '../ingredient/odour-words.ts';
import { type KnownPrice, priceKrwPerKg } from '../ingredient/price.ts';
import { materialOf } from '../ingredient/resolve-material.ts';
import type { Surface } from '../odour/constants.ts';
import { describeOdour } from '../odour/formula-odour.ts';
import { buildLoopTable } from '../odour/loop-table.ts';
import { odourLikeness } from '../odour/odour-likeness.ts';
import { cosine, dot, signatureOf } from '../odour/odour-signature.ts';
import type { IfraCategory, Market } from '../regulation/category.ts';
import { checkFormula } from '../regulation/check.ts';
import { lineCaps } from '../regulation/line-cap.ts';
import { labelledContent } from '../regulation/restricted-content.ts';
import { costKrwPerKg, type PriceSetting } from './cost.ts';
import type { MaterialLine } from './formula.ts';
import { nonNegativeLeastSquares } from './non-negative-least-squares.ts';

export const SUBSTITUTION_REASONS = ['banned', 'allergen', 'cost', 'stock', 'vegan'] as const;
export type SubstitutionReason = (typeof SUBSTITUTION_REASONS)[number];

export interface SubstitutionRequest {
  readonly lines: readonly MaterialLine[];
  readonly targetId: string;
  readonly reason: SubstitutionReason;
  readonly product: Product;
  readonly category: IfraCategory;
  readonly dosePct: number;
  readonly market: Market;
  readonly surface: Surface;
  readonly prices: PriceSetting;
  /** Materials on the shelf; required for reason stock. */
  readonly shelf?: readonly string[];
}

export interface Substitution {
  readonly replacements: readonly MaterialLine[];
  readonly lines: readonly MaterialLine[];
  /** How alike the two formulas smell over a day, 0–1 (1 = the same families at the same strength). */
  readonly likeness: number;
  /** How much of the target's odour description the replacements share, 0–1: the facet that families are too coarse for. */
  readonly sharedFacet: number;
  /** KRW per kg; null = a price is missing. */
  readonly costDeltaKrwKg: number | null;
  readonly ok: boolean;
}

/** Materials compared closely, and the most that together may stand for one. */
const NEAREST = 8;
const BLEND_OF = 3;
const PROPOSALS = 5;
/** Below this a replacement is nothing that can be weighed, %. */
const LEAST_PCT = 0.001;
const TIMES_S = [0, 300, 1800, 3600, 7200, 14_400, 28_800, 86_400];

/**
 * Replacements for one line by reason, best likeness first: each of the nearest materials alone, and a blend of up to three
 * whose odour over time comes nearest to the target's (non-negative least squares over families × time). Amounts match the
 * target's strength within the law and the use range; what is freed or needed comes from the other lines' common scale.
 * Every proposal is judged by the regulation check and smelt by the exact path. Throws not_found when the target is no line,
 * bad_input for reason stock without a shelf.
 */
export function substitute(catalogue: Catalogue, request: SubstitutionRequest): Substitution[] {
  const { lines, targetId, reason } = request;
  const target = lines.find(({ materialId }) => materialId === targetId);
  if (!target) throw new DomainError('not_found', `${targetId} is no line`, `처방에 '${targetId}' 줄이 없어요.`, { targetId });
  if (reason === 'stock' && !request.shelf) throw new DomainError('bad_input', 'reason stock needs a shelf', '보유 원료 목록이 필요해요.');
  const targetMaterial = materialOf(catalogue, targetId);
  const others = lines.filter(({ materialId }) => materialId !== targetId);
  const allowed = catalogue.materials.filter((material) => isAllowed(catalogue, material, request));
  const ids = [targetId, ...allowed.map(({ id }) => id)];
  const table = buildLoopTable(catalogue, {
    materialIds: ids,
    carrier: request,
    surface: request.surface,
    timesS: TIMES_S,
    anchorPct: target.pct,
  });
  const signature = signatureOf(table, 0);
  const nearest = allowed
    .map((material, i) => ({ material, signature: signatureOf(table, i + 1) }))
    .map((candidate) => ({ ...candidate, likeness: cosine(signature, candidate.signature) }))
    .filter(({ likeness }) => likeness > 0)
    .map((candidate) => ({ ...candidate, likeness: candidate.likeness + odourWordLikeness(catalogue, targetMaterial, candidate.material) }))
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, NEAREST);
  const facetOf = (replacements: readonly MaterialLine[]): number => {
    const sum = replacements.reduce((total, { pct }) => total + pct, 0);
    return replacements.reduce(
      (total, { materialId, pct }) => total + (pct / sum) * odourWordLikeness(catalogue, targetMaterial, materialOf(catalogue, materialId)),
      0,
    );
  };
  const before = describeOdour(catalogue, request);
  const costBefore = costKrwPerKg(catalogue, lines, request.prices);
  const single = nearest.map(({ material, signature: own }) => [{ material, weight: dot(own, signature) / dot(own, own) }]);
  const proposals = [blendOf(nearest, signature), ...single]
    .filter((mix) => mix.length > 0)
    .map((mix) => amounts(catalogue, mix, target.pct, table.exponent, others, request));
  const seen = new Set<string>();
  return proposals
    .filter((replacements) => replacements.length > 0 && isNew(seen, replacements))
    .map((replacements): Substitution => {
      const next = toSum(others, replacements, lines);
      const after = describeOdour(catalogue, { ...request, lines: next });
      const cost = costKrwPerKg(catalogue, next, request.prices);
      const known = cost.value !== null && costBefore.value !== null && cost.missing.length === 0 && costBefore.missing.length === 0;
      return {
        replacements,
        lines: next,
        likeness: odourLikeness(before, after),
        sharedFacet: facetOf(replacements),
        costDeltaKrwKg: known ? (cost.value ?? 0) - (costBefore.value ?? 0) : null,
        ok: checkFormula(catalogue, { ...request, lines: next }).ok,
      };
    })
    .sort((a, b) => Number(b.ok) - Number(a.ok) || worth(b) - worth(a))
    .slice(0, PROPOSALS);
}

/** A shared facet is worth this much likeness when proposals are put in order. */
const FACET_WORTH = 0.3;

function worth({ likeness, sharedFacet }: Substitution): number {
  return likeness + FACET_WORTH * sharedFacet;
}

function isAllowed(catalogue: Catalogue, material: Material, request: SubstitutionRequest): boolean {
  if (material.kind === 'solvent' || material.id === request.targetId || material.useMaxPct <= 0) return false;
  if (request.lines.some(({ materialId }) => materialId === material.id)) return false;
  switch (request.reason) {
    case 'banned':
      return true;
    case 'allergen':
      return !holdsAllergen(catalogue, material);
    case 'cost':
      return cheaper(priceKrwPerKg(material, request.prices), priceKrwPerKg(materialOf(catalogue, request.targetId), request.prices));
    case 'stock':
      return request.shelf?.includes(material.id) === true;
    case 'vegan':
      return material.vegan;
  }
}

function cheaper(price: KnownPrice | null, than: KnownPrice | null): boolean {
  return price !== null && than !== null && price.krwPerKg < than.krwPerKg;
}

function holdsAllergen(catalogue: Catalogue, material: Material): boolean {
  const listed = new Set([...catalogue.regulation.euAllergens, ...catalogue.regulation.krAllergens].flatMap(({ cas }) => cas));
  return labelledContent(catalogue, material).some(({ cas }) => listed.has(cas));
}

type Mix = { readonly material: Material; readonly weight: number }[];

function blendOf(nearest: readonly { material: Material; signature: Float64Array }[], signature: Float64Array): Mix {
  const weightsOf = (columns: readonly { material: Material; signature: Float64Array }[]) =>
    nonNegativeLeastSquares(
      columns.map((column) => column.signature),
      signature,
    ).x;
  const weights = weightsOf(nearest);
  const chosen = nearest
    .map((candidate, i) => ({ candidate, weight: weights[i] as number }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, BLEND_OF)
    .map(({ candidate }) => candidate);
  const refitted = weightsOf(chosen);
  return chosen.map(({ material }, i) => ({ material, weight: refitted[i] as number })).filter(({ weight }) => weight > 0);
}

/** Rounds in which replacements shrink to their live caps; each round can only lower them. */
const CAP_ROUNDS = 4;

/** Weights of intensity to %: intensity goes with x^exponent. Held within the use range and, in the new formula, the law. */
function amounts(
  catalogue: Catalogue,
  mix: Mix,
  targetPct: number,
  exponent: number,
  others: readonly MaterialLine[],
  request: SubstitutionRequest,
): MaterialLine[] {
  let held = mix.map(({ material, weight }) => ({
    materialId: material.id,
    pct: Math.min(material.useMaxPct, targetPct * weight ** (1 / exponent)),
  }));
  for (let round = 0; round < CAP_ROUNDS; round++) {
    held = held.filter(({ pct }) => pct >= LEAST_PCT);
    const caps = lineCaps(catalogue, toSum(others, held, request.lines), request);
    const capOf = (id: string): number => caps.find(({ materialId }) => materialId === id)?.capPct ?? 0;
    if (held.every(({ materialId, pct }) => pct <= capOf(materialId))) break;
    held = held.map((line) => ({ ...line, pct: Math.min(line.pct, capOf(line.materialId)) }));
  }
  return held;
}

/** The new formula at the old sum: all other lines change by a common factor. */
function toSum(others: readonly MaterialLine[], replacements: readonly MaterialLine[], before: readonly MaterialLine[]): MaterialLine[] {
  const total = (lines: readonly MaterialLine[]): number => lines.reduce((sum, { pct }) => sum + pct, 0);
  const left = total(before) - total(replacements);
  const factor = total(others) > 0 ? Math.max(0, left) / total(others) : 0;
  return [...others.map((line) => ({ ...line, pct: line.pct * factor })), ...replacements];
}

function isNew(seen: Set<string>, lines: readonly MaterialLine[]): boolean {
  const key = lines
    .map(({ materialId }) => materialId)
    .sort()
    .join();
  if (seen.has(key)) return false;
  seen.add(key);
  return true;
}
