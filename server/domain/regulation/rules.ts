import type { Catalogue } from '../ingredient/catalogue.ts';
import type { Material } from '../ingredient/material.ts';
import { euTouches } from './eu-rules.ts';
import { bergaptenTouches, ifraTouches } from './ifra-rules.ts';
import { KOREAN_DOSE_STEPS_PCT } from './korean-limits.ts';
import { KOREAN_SOURCE, koreanTouches } from './korean-rules.ts';
import { type RestrictedContent, restrictedContent } from './restricted-content.ts';
import { type Judged, type Rule, type Touch, touch } from './rule.ts';

/** The rules that a material touches, for one product and market. */
export type Rulebook = (material: Material) => readonly NumberedTouch[];

/** A touch with the number of its rule in the rulebook, from 0 in the order of first use. */
export interface NumberedTouch extends Touch {
  readonly slot: number;
}

const rulebooks = new WeakMap<Catalogue, Map<string, Rulebook>>();

/**
 * Every rule that a material touches in this product and market. Each rule is linear: a formula passes when
 * Σ finished % × ratioPerPct ≤ 1. `eu` and `kr` add their rows to IFRA's, so the stricter wins; `all` adds both.
 */
export function rulebookOf(catalogue: Catalogue, judged: Judged): Rulebook {
  const books = rulebooks.get(catalogue) ?? new Map<string, Rulebook>();
  rulebooks.set(catalogue, books);
  // The dose changes a rule only where a Korean tier begins.
  const tier = KOREAN_DOSE_STEPS_PCT.filter((step) => judged.dosePct > step).length;
  const key = `${judged.market}|${judged.category}|${tier}`;
  let book = books.get(key);
  if (!book) {
    const known = new WeakMap<Material, readonly NumberedTouch[]>();
    const numbered = new Map<string, { rule: Rule; slot: number }>();
    // One object and one number per rule, so that totals can be kept by it.
    const shared = (touch: Touch): NumberedTouch => {
      const known = numbered.get(touch.rule.key) ?? { rule: touch.rule, slot: numbered.size };
      numbered.set(touch.rule.key, known);
      return { ...touch, ...known };
    };
    book = (material) => {
      let touches = known.get(material);
      if (!touches) {
        touches = findTouches(catalogue, material, judged).map(shared);
        known.set(material, touches);
      }
      return touches;
    };
    books.set(key, book);
  }
  return book;
}

function findTouches(catalogue: Catalogue, material: Material, judged: Judged): Touch[] {
  const contents = restrictedContent(catalogue, material);
  const touches = contents.flatMap((content) => [
    ...ifraTouches(catalogue, material, content, judged),
    ...(judged.market === 'eu' || judged.market === 'all' ? euTouches(catalogue, content, judged) : []),
    ...(judged.market === 'kr' || judged.market === 'all' ? koreanTouches(catalogue, content, judged) : []),
  ]);
  return [...touches, ...bergaptenTouches(catalogue, material, judged), ...statusTouches(catalogue, material, judged, touches)];
}

/** What a row's status forbids beside the tables: a REACH sunset, and a Korean limit known under another CAS (styrax). */
function statusTouches(catalogue: Catalogue, material: Material, { market }: Judged, touches: readonly Touch[]): Touch[] {
  const self: RestrictedContent = { cas: material.cas, name: material.name, standardId: null, share: 1, origin: 'self' };
  const result: Touch[] = [];
  const has = (source: Rule['source']): boolean => touches.some(({ rule }) => rule.source === source);
  if ((market === 'eu' || market === 'all') && material.status.includes('not usable in the EU') && !has('eu')) {
    const rule: Rule = {
      key: `eu:status:${material.id}`,
      standard: 'EU REACH',
      ifraId: null,
      source: 'eu',
      kind: 'prohibited',
      limitPct: 0,
      text: material.status,
    };
    result.push(touch(rule, self));
  }
  if ((market === 'kr' || market === 'all') && typeof material.krLimit === 'number' && !has('kr') && !rowApplies(catalogue, material)) {
    const rule: Rule = {
      key: `kr:${material.id}`,
      standard: material.nameKo,
      ifraId: null,
      source: 'kr',
      kind: 'limit',
      limitPct: material.krLimit,
      text: KOREAN_SOURCE,
    };
    result.push(touch(rule, self));
  }
  return result;
}

/** A Korean row of this CAS exists, so its conditions decide (it may not apply to this product). */
function rowApplies(catalogue: Catalogue, material: Material): boolean {
  return catalogue.regulation.krLimits.some(({ cas }) => cas.includes(material.cas));
}
