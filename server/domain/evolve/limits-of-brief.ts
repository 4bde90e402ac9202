import { withParticle } from '../brief/particle.ts';
import type { Reading } from '../brief/reading.ts';
import { DomainError } from '../error.ts';
import { FAMILIES, mainFamily, NOTES, type Note } from '../ingredient/family.ts';
import type { Material } from '../ingredient/material.ts';
import { f64 } from '../math/element.ts';
import { type BriefTarget, shareIn } from './brief-target.ts';
import { refuseInfeasible } from './infeasible.ts';
import type { Limits } from './limits.ts';
import { type LimitRule, type LimitsInput, makeLimits, type Obstacle } from './make-limits.ts';
import { isFamily, type Palette, SMALLEST_PCT } from './palette.ts';
import type { ProblemOptions } from './problem.ts';
import { MOST_LINES } from './sheet.ts';

/** An excluded family may still come along as a side of other materials, up to this share of the mass. */
const EXCLUDED_FAMILY_PCT = 3;
/** A family with at least this share of the brief is represented by a material of its own. */
const SPOKEN_SHARE = 0.1;
/** What is asked for stands at a middling dose, and this much is enough of materials that are used by the tens of percent. */
const ASKED_FOR_PCT = 2;
/** Lines beside those that are asked for, so that evolution has something to choose. */
const SPARE_LINES = 4;
const FEWEST_LINES = 5;
const USUAL_FEWEST_LINES = 8;

export interface LimitsWish {
  readonly palette: Palette;
  readonly reading: Reading;
  readonly options: ProblemOptions;
  readonly target: BriefTarget;
  readonly price: readonly (number | null)[];
  readonly budget: number | null;
  readonly locked: readonly { readonly id: string; readonly pct: number }[];
}

/**
 * asked: within the use ranges, and what is asked for at a middling dose, so that it is smelt. usual: asked-for materials at
 * their smallest dose. law: only the law (a short shelf). The first that leaves room is taken.
 */
const WIDTHS = ['asked', 'usual', 'law'] as const;
type Width = (typeof WIDTHS)[number];

/** Throws 'infeasible' when even the law alone leaves no formula. */
export function findLimits(wish: LimitsWish): { limits: Limits; widened: string | null } {
  refuseIllegalLocks(wish);
  let obstacle: Obstacle = 'room';
  for (const width of WIDTHS) {
    const input = limitsInput(wish, width);
    if (wish.palette.materials.length < FEWEST_LINES) break;
    const limits = makeLimits(input);
    if (typeof limits !== 'string') {
      return {
        limits,
        widened: width === 'law' ? '쓸 수 있는 원료가 적어서 권장 사용량을 넘는 줄이 있어요 (법적 한도는 지켰어요).' : null,
      };
    }
    obstacle = limits;
    // More of the cheap materials than anyone uses would buy the budget with the perfume.
    if (obstacle === 'budget' && width === 'usual') break;
  }
  return refuseInfeasible(wish.palette, limitsInput(wish, obstacle === 'budget' ? 'usual' : 'law'), obstacle, wish.options);
}

/** A locked line stays as it is, so it must be legal on its own, and all of them must leave room for others. */
function refuseIllegalLocks({ palette, locked }: LimitsWish): void {
  for (const { id, pct } of locked) {
    const i = palette.law.materialIds.indexOf(id);
    const legal = Math.floor((palette.law.capsPct[i] ?? 0) * 100 + 1e-9) / 100;
    if (pct <= legal) continue;
    const name = palette.materials[i]?.nameKo ?? id;
    throw new DomainError(
      'infeasible',
      `locked ${id} at ${pct} % is above its legal ${legal} %`,
      `고정한 ${withParticle(name, '이')} 한도 ${legal} %를 넘어요.`,
      {
        causes: { locked: 1 },
        relax: { kind: 'lock', ingredient: id, max_pct: legal },
      },
    );
  }
  const sum = locked.reduce((total, { pct }) => total + pct, 0);
  if (sum > 100) {
    throw new DomainError('infeasible', `locked lines sum to ${sum} %`, `고정한 줄의 합이 ${sum.toFixed(2)} %로 100 %를 넘어요.`, {
      causes: { locked: 1 },
      relax: { kind: 'fewer_wishes' },
    });
  }
}

function limitsInput({ palette, reading, target, price, budget, locked }: LimitsWish, width: Width): LimitsInput {
  const { materials, law } = palette;
  const place = new Map(materials.map(({ id }, i) => [id, i]));
  const at = (id: string): number => place.get(id) ?? -1;
  const lockedAt = locked.map(({ id, pct }) => ({ index: at(id), pct }));
  const forced = palette.wanted.map(at);
  const needed = new Set([...forced, ...lockedAt.map(({ index }) => index)]);
  const capPct = materials.map((material, i) => {
    const legal = Math.floor((law.capsPct[i] ?? 0) * 100 + 1e-9) / 100;
    return width === 'law' || lockedAt.some(({ index }) => index === i)
      ? legal
      : Math.min(legal, Math.max(SMALLEST_PCT, material.useMaxPct));
  });
  const minPct = materials.map((material, i) => {
    const wanted = width === 'asked' && forced.includes(i);
    const middling = Math.min(ASKED_FOR_PCT, Math.sqrt(material.useMinPct * (capPct[i] ?? 0)));
    const smallest = wanted ? Math.max(material.useMinPct, middling) : material.useMinPct;
    const usual = Math.ceil(smallest * 100 - 1e-9) / 100;
    const cap = capPct[i] ?? 0;
    return usual <= cap ? Math.max(SMALLEST_PCT, usual) : needed.has(i) || width === 'law' ? SMALLEST_PCT : cap;
  });
  const groups = groupsOf(palette, reading, target, at);
  const complexityLines = Math.round(12 + 24 * reading.complexity);
  return {
    minPct,
    capPct,
    rules: [...law.rows, ...excludedFamilyRules(reading, materials, minPct, needed)],
    price,
    budget,
    locked: lockedAt,
    forced,
    groups,
    minLines: materials.length >= 2 * USUAL_FEWEST_LINES ? USUAL_FEWEST_LINES : Math.min(FEWEST_LINES, materials.length),
    maxLines: width === 'law' ? MOST_LINES : Math.min(MOST_LINES, Math.max(complexityLines, SPARE_LINES + needed.size + groups.length)),
    weight: materials.map((material, i) => drawWeightOf(material, target, price[i] ?? null, budget)),
  };
}

/** Σ share of the excluded family ≤ 3 % of the mass; what is asked for may carry more than that on its own. */
function excludedFamilyRules(
  reading: Reading,
  materials: readonly Material[],
  minPct: readonly number[],
  needed: ReadonlySet<number>,
): LimitRule[] {
  return reading.exclude_families.map((family) => {
    const shares = materials.map((material) => shareIn(material.families, family));
    const owed = shares.reduce((sum, share, i) => (needed.has(i) ? sum + share * (minPct[i] ?? 0) : sum), 0);
    const limit = Math.max(EXCLUDED_FAMILY_PCT, 2 * owed);
    const indices = shares.flatMap((share, i) => (share > 0 ? [i] : []));
    return { indices, ratioPerPct: indices.map((i) => (shares[i] ?? 0) / limit) };
  });
}

/** One of each: wishes with several meanings, families that the brief speaks of, families named in a pyramid slot. */
function groupsOf(palette: Palette, reading: Reading, target: BriefTarget, at: (id: string) => number): number[][] {
  const { materials } = palette;
  const suits = (i: number): number => {
    const material = materials[i];
    return material ? FAMILIES.reduce((sum, family, f) => sum + shareIn(material.families, family) * f64(target.share, f), 0) : 0;
  };
  const best = (indices: number[]): number[] => indices.sort((a, b) => suits(b) - suits(a) || a - b);
  const ofMain = (wanted: string, note: Note | null): number[] =>
    materials.flatMap((material, i) => (mainFamily(material.families) === wanted && (note === null || material.note === note) ? [i] : []));
  const groups = palette.wantedAny.map((ids) => best(ids.map(at)));
  FAMILIES.forEach((family, f) => {
    if (f64(target.share, f) >= SPOKEN_SHARE) groups.push(best(ofMain(family, null)));
  });
  for (const note of NOTES) {
    for (const name of reading.pyramid?.[note] ?? []) {
      if (isFamily(name)) groups.push(best(ofMain(name, note)));
    }
  }
  return groups.filter((group) => group.length > 0);
}

/** Fit to the brief above a floor that keeps every material in play; dear materials are rare where money is short. */
function drawWeightOf(material: Material, target: BriefTarget, price: number | null, budget: number | null): number {
  let weight = 0.08;
  FAMILIES.forEach((family, f) => {
    weight += shareIn(material.families, family) * f64(target.share, f);
  });
  if (target.natural && material.kind === 'natural') weight *= 3;
  if (target.lowAllergen && (material.euAllergen || material.krAllergen25)) weight *= 0.3;
  if (budget !== null && price !== null && price > budget) weight *= Math.max(0.05, budget / price);
  return weight;
}
