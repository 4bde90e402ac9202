import type { Amounts } from './amounts.ts';
import type { Mention } from './mention.ts';
import { CONCENTRATIONS, type Concentration, categoryOf, PRODUCTS, type Product } from './product.ts';
import { OCCASIONS, type Reading, SEASONS } from './reading.ts';
import { type Layout, nextWord } from './scope.ts';

/** The fields that speak of use, not of smell, and the mentions behind each. */
export type Context = Pick<
  Reading,
  'product' | 'ifra_category' | 'concentration' | 'season' | 'occasion' | 'wearer' | 'longevity_hours_min' | 'sillage' | 'prefer'
> & {
  readonly behind: { readonly path: string; readonly mention: Mention }[];
};

/** Product, season, occasion, wearer, wear and wishes. `amounts` gives an explicit number of hours. */
export function readContext(layout: Layout, amounts: Amounts): Context {
  const behind: { path: string; mention: Mention }[] = [];
  const wanted = layout.mentionAt.filter((mention): mention is Mention => mention?.wanted === true);
  const product = readProduct(layout, behind);
  const season = new Set<string>();
  const occasion = new Set<string>();
  const wearers = new Set<string>();
  let concentration: Concentration | null = null;
  for (const mention of wanted) {
    const value = mention.entry.value ?? '';
    if (mention.entry.kind === 'season') {
      for (const one of value === 'all' ? SEASONS : value.split('|')) season.add(one);
      behind.push({ path: 'season', mention });
    } else if (mention.entry.kind === 'occasion') {
      for (const one of value.split('|')) occasion.add(one);
      behind.push({ path: 'occasion', mention });
    } else if (mention.entry.kind === 'wearer' && !compares(layout, mention)) {
      wearers.add(value);
      behind.push({ path: 'wearer', mention });
    } else if (mention.entry.kind === 'concentration') {
      const known = CONCENTRATIONS.find((one) => one === value);
      if (!known) continue;
      concentration = known;
      behind.push({ path: 'concentration', mention });
    }
  }
  return {
    product,
    ifra_category: categoryOf(product),
    concentration,
    season: SEASONS.filter((one) => season.has(one)),
    occasion: OCCASIONS.filter((one) => occasion.has(one)),
    wearer: wearers.size > 1 || wearers.has('unisex') ? 'unisex' : wearers.has('male') ? 'male' : wearers.has('female') ? 'female' : null,
    longevity_hours_min: amounts.longevityHours ?? readLongevity(layout, behind),
    sillage: readSillage(layout, behind),
    prefer: readWishes(layout, behind),
    behind,
  };
}

/** 남자 향수 같은: a likeness, not the wearer. */
function compares(layout: Layout, mention: Mention): boolean {
  const next = nextWord(layout.words, mention.at);
  const after = layout.words[next]?.kind === 'product' ? nextWord(layout.words, next) : next;
  return layout.complexAt[after]?.verb === 'seem';
}

function readProduct(layout: Layout, behind: { path: string; mention: Mention }[]): Product {
  let found: { product: Product; mention: Mention } | null = null;
  for (const mention of layout.mentionAt) {
    if (!mention?.wanted) continue;
    const named = mention.entry.kind === 'product' ? mention.entry.value : usedAsProduct(layout, mention);
    const product = PRODUCTS.find((one) => one === named);
    if (!product || (mention.entry.kind === 'product' && (mention.word.scented || compares(layout, mention)))) continue;
    if (mention.entry.kind !== 'product' && found?.mention.entry.kind === 'product' && found.product !== 'fine_fragrance') continue;
    // Something that is not plain perfume says more than the word 향수.
    if (found === null || product !== 'fine_fragrance') found = { product, mention };
  }
  if (found && found.product !== 'fine_fragrance')
    behind.push({ path: 'product', mention: found.mention }, { path: 'ifra_category', mention: found.mention });
  return found?.product ?? 'fine_fragrance';
}

/** 비누, 샴푸 and 섬유유연제 are smells, unless something is made for them: 비누용, 샴푸에 넣을, 비누를 만들. */
function usedAsProduct(layout: Layout, mention: Mention): string | null {
  const [kind, product] = (mention.entry.value ?? '').split(':');
  if (kind !== 'maybe-product' || mention.word.scented) return null;
  const { particles } = mention.word;
  if (particles.includes('용') || (mention.word.copula && mention.entry.id === 'air-freshener')) return product ?? null;
  const next = layout.words[nextWord(layout.words, mention.at)];
  const verb = next?.text ?? '';
  const placed =
    particles.some((particle) => particle === '에' || particle === '로' || particle === '으로') && /^(?:넣|쓸|쓰|사용|들어갈)/.test(verb);
  const made = /^(?:만들|제작)/.test(verb) && (particles.length === 0 || particles.includes('를') || particles.includes('을'));
  return placed || made ? (product ?? null) : null;
}

function readLongevity(layout: Layout, behind: { path: string; mention: Mention }[]): number | null {
  let hours: number | null = null;
  for (const mention of layout.mentionAt) {
    if (mention?.entry.kind !== 'longevity') continue;
    const short = mention.entry.value === 'short';
    if (short === mention.wanted || mention.said === 'weak') continue;
    const value = short ? 6 : Number(mention.entry.value);
    hours = Math.max(hours ?? 0, value);
    behind.push({ path: 'longevity_hours_min', mention });
  }
  return hours;
}

function readSillage(layout: Layout, behind: { path: string; mention: Mention }[]): Reading['sillage'] {
  let sillage: Reading['sillage'] = null;
  for (const mention of layout.mentionAt) {
    if (mention?.entry.kind !== 'sillage') continue;
    const low = mention.entry.value === 'low';
    const before = layout.mentionAt[mention.at - 1];
    const softened = before?.entry.kind === 'strength' && before.entry.value === 'weak' && before.wanted;
    if (mention.said === 'some' || mention.entry.value === 'moderate') sillage = 'moderate';
    else if (low) sillage = mention.wanted ? 'low' : 'high';
    else if (mention.said === 'weak' || mention.reduced || !mention.wanted || softened) sillage = 'low';
    else sillage = 'high';
    behind.push({ path: 'sillage', mention });
  }
  return sillage;
}

function readWishes(layout: Layout, behind: { path: string; mention: Mention }[]): Reading['prefer'] {
  const prefer = { natural: false, minimise_allergens: false, novelty: false };
  for (const mention of layout.mentionAt) {
    if (mention?.entry.kind !== 'wish') continue;
    const value = mention.entry.value;
    let path: string | null = null;
    if (value === 'natural') {
      prefer.natural = mention.wanted;
      path = 'prefer.natural';
    } else if (value === 'allergen') {
      // "적은", "없는", "걱정" all mean the same wish; an allergy to a named material refuses that material instead.
      const named = layout.mentionAt[mention.at - 1];
      if (named?.entry.kind === 'material') {
        named.wanted = false;
        named.cue = mention.at;
        continue;
      }
      const careless = mention.cue !== null && layout.words[mention.cue]?.value === 'nofuss';
      if (!careless) prefer.minimise_allergens = true;
      path = careless ? null : 'prefer.minimise_allergens';
    } else if (value === 'sensitive' && mention.wanted) {
      prefer.minimise_allergens = true;
      path = 'prefer.minimise_allergens';
    } else if ((value === 'novelty' && mention.wanted) || (value === 'common' && !mention.wanted)) {
      prefer.novelty = true;
      path = 'prefer.novelty';
    }
    if (path !== null) behind.push({ path, mention });
  }
  return prefer;
}
