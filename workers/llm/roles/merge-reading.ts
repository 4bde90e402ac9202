import type { Reading } from '#domain/brief/reading.ts';
import { type Catalogue, materialsById } from '#domain/ingredient/catalogue.ts';
import { type Family, type FamilyWeights, mainFamily, STYLE_OF_FAMILY } from '#domain/ingredient/family.ts';
import type { COMPLEXITIES, ReaderWords, STRENGTHS } from './reader.ts';

/** The model's degrees on the reading's 0..1 scale. */
const INTENSITY: Readonly<Record<(typeof STRENGTHS)[number], number>> = { faint: 0.2, soft: 0.35, medium: 0.5, strong: 0.7, bold: 0.9 };
const COMPLEXITY: Readonly<Record<(typeof COMPLEXITIES)[number], number>> = { simple: 0.2, medium: 0.4, rich: 0.7 };
/** Share that families only the model heard may take beside those the brief names. */
const MODEL_SHARE = 0.15;
/** Each later family of the model's list weighs this much of the one before it. */
const NEXT_WEIGHT = 0.75;
const REDUCED_CAP = 0.8;
const EXCLUDED_MATERIAL_FAMILY_CAP = 0.1;
const MODEL_CONFIDENCE = 0.6;

/**
 * A reading from the rules' reading and a model's words. What the brief's own words led to stays as the rules read it;
 * the model fills what they left open. Exclusions only grow. Product, dose, limits, prices, edits and notices are the
 * rules' alone, so nothing a model can be talked into changes what is legal. An edit-only brief is left as it is.
 */
export function mergeReading(rules: Reading, words: ReaderWords, brief: string, catalogue: Catalogue): Reading {
  if (rules.edit !== null) return rules;
  const said = (path: string): boolean => rules.evidence.some((item) => item.path.split(/[.[]/)[0] === path);
  const materials = materialsById(catalogue);
  const wantedByRules = new Set(said('notes_preference') ? (Object.keys(rules.notes_preference) as Family[]) : []);

  const excludeFamilies = union(
    rules.exclude_families,
    words.n.filter((family) => !wantedByRules.has(family)),
  );
  const reduceFamilies = union(rules.reduce_families, words.l).filter((family) => !excludeFamilies.includes(family));
  const known = (id: string): boolean => materials.has(id);
  const excluded = union(
    rules.exclude_ingredients,
    words.a.filter((id) => known(id) && !rules.include_ingredients.includes(id)),
  );
  const included = union(
    rules.include_ingredients,
    words.w.filter((id) => {
      const family = mainFamily(materials.get(id)?.families ?? {});
      return known(id) && !excluded.includes(id) && (family === null || !excludeFamilies.includes(family));
    }),
  );

  const wanted = words.m.filter((family) => !excludeFamilies.includes(family));
  let shares = withModelFamilies(rules.notes_preference, wanted, said('notes_preference'));
  for (const family of excludeFamilies) delete shares[family];
  for (const id of excluded) {
    if (rules.exclude_ingredients.includes(id)) continue;
    const family = mainFamily(materials.get(id)?.families ?? {});
    if (family !== null && !wantedByRules.has(family)) shares = capped(shares, family, EXCLUDED_MATERIAL_FAMILY_CAP);
  }
  shares = normalised(shares, rules.notes_preference);
  for (const family of reduceFamilies) shares = capped(shares, family, REDUCED_CAP);

  const largest = mainFamily(shares);
  const merged: Reading = {
    ...rules,
    notes_preference: shares,
    exclude_families: excludeFamilies,
    reduce_families: reduceFamilies,
    include_ingredients: included,
    exclude_ingredients: excluded,
    style: said('style') ? rules.style : words.s !== '-' ? words.s : largest === null ? rules.style : STYLE_OF_FAMILY[largest],
    intensity: said('intensity') || words.i === '-' ? rules.intensity : INTENSITY[words.i],
    complexity: said('complexity') || words.c === '-' ? rules.complexity : COMPLEXITY[words.c],
    season: rules.season.length > 0 ? rules.season : [...new Set(words.y)],
    occasion: rules.occasion.length > 0 ? rules.occasion : [...new Set(words.o)],
    wearer: rules.wearer ?? (words.g === '-' ? null : words.g),
    sillage: rules.sillage ?? (words.r === '-' ? null : words.r),
    clarify: wanted.length > 0 ? null : rules.clarify,
  };
  return { ...merged, evidence: [...rules.evidence, ...modelEvidence(rules, merged, brief)] };
}

function withModelFamilies(shares: FamilyWeights, wanted: readonly Family[], said: boolean): FamilyWeights {
  const weights = wanted.map((_, index) => NEXT_WEIGHT ** index);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return { ...shares };
  if (!said) return Object.fromEntries(wanted.map((family, index) => [family, (weights[index] ?? 0) / total]));
  const added = wanted.filter((family) => shares[family] === undefined);
  if (added.length === 0) return { ...shares };
  const mixed: FamilyWeights = {};
  for (const [family, share] of Object.entries(shares) as [Family, number][]) mixed[family] = share * (1 - MODEL_SHARE);
  for (const family of added) mixed[family] = MODEL_SHARE / added.length;
  return mixed;
}

/** Brings one family down to a cap and lets the others take what is freed. With no other family there is nothing to give it to. */
function capped(shares: FamilyWeights, family: Family, cap: number): FamilyWeights {
  const share = shares[family] ?? 0;
  const rest = 1 - share;
  if (share <= cap || rest <= 0) return shares;
  return Object.fromEntries(Object.entries(shares).map(([name, value]) => [name, name === family ? cap : (value / rest) * (1 - cap)]));
}

function normalised(shares: FamilyWeights, fallback: FamilyWeights): FamilyWeights {
  const total = Object.values(shares).reduce((sum, share) => sum + share, 0);
  if (total <= 0) return fallback;
  return Object.fromEntries(Object.entries(shares).map(([family, share]) => [family, share / total]));
}

/** A field that the model filled points to the whole brief: no single word led to it. */
function modelEvidence(rules: Reading, merged: Reading, brief: string): Reading['evidence'] {
  const text = brief.normalize('NFC');
  const changed = (Object.keys(merged) as (keyof Reading)[]).filter(
    (key) => key !== 'clarify' && JSON.stringify(merged[key]) !== JSON.stringify(rules[key]),
  );
  return changed.map((path) => ({ path, start: 0, end: text.length, text, confidence: MODEL_CONFIDENCE }));
}

function union<T>(first: readonly T[], second: readonly T[]): T[] {
  return [...new Set([...first, ...second])];
}
