import type { Catalogue } from '../ingredient/catalogue.ts';
import type { Material } from '../ingredient/material.ts';
import type { IfraCategory, Market } from './category.ts';
import { KOREAN_CARBONATE_SUM, KOREAN_DOSE_STEPS_PCT, koreanLimit } from './korean-limits.ts';
import { isRinseOff } from './leave-on.ts';
import { type RestrictedContent, restrictedContent } from './restricted-content.ts';
import type { IfraStandard } from './tables.ts';

/** What a formula is judged for. */
export interface Judged {
  readonly market: Market;
  readonly category: IfraCategory;
  /** Concentrate in the finished product, %. */
  readonly dosePct: number;
}

export interface Rule {
  readonly key: string;
  readonly standard: string;
  readonly ifraId: string | null;
  readonly source: 'ifra' | 'eu' | 'kr' | 'group';
  readonly kind: 'limit' | 'group' | 'prohibited' | 'specification';
  /** % of the finished product; 0 when prohibited; null without a number of its own. */
  readonly limitPct: number | null;
  readonly text: string | null;
}

/** How a material touches a rule. */
export interface Touch {
  readonly rule: Rule;
  /** Part by mass of the material that the rule counts. */
  readonly share: number;
  /** Ratio to the limit per 1 % of the material in the finished product; 0 without a limit, Infinity when prohibited. */
  readonly ratioPerPct: number;
  /** The constituent that counts, or null when it is the material itself. */
  readonly via: string | null;
}

/** The rules that a material touches, for one product and market. */
export type Rulebook = (material: Material) => readonly Touch[];

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
    const known = new WeakMap<Material, readonly Touch[]>();
    book = (material) => {
      let touches = known.get(material);
      if (!touches) {
        touches = findTouches(catalogue, material, judged);
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

const standardsCache = new WeakMap<Catalogue, ReadonlyMap<string, IfraStandard>>();

export function standardsById(catalogue: Catalogue): ReadonlyMap<string, IfraStandard> {
  let map = standardsCache.get(catalogue);
  if (!map) {
    map = new Map(catalogue.regulation.standards.map((standard) => [standard.id, standard]));
    standardsCache.set(catalogue, map);
  }
  return map;
}

function touch(rule: Rule, content: RestrictedContent, ownLimitPct = rule.limitPct): Touch {
  const ratioPerPct = rule.kind === 'prohibited' ? Number.POSITIVE_INFINITY : ownLimitPct === null ? 0 : content.share / ownLimitPct;
  return { rule, share: content.share, ratioPerPct, via: content.origin === 'self' && content.share === 1 ? null : content.name };
}

function ifraTouches(catalogue: Catalogue, material: Material, content: RestrictedContent, judged: Judged): Touch[] {
  const standard = content.standardId === null ? undefined : standardsById(catalogue).get(content.standardId);
  if (!standard) return [];
  const rule = ifraRule(catalogue, standard, material, content, judged.category);
  return [touch(rule, content), ...groupTouches(catalogue, standard, content, judged.category)];
}

function ifraRule(
  catalogue: Catalogue,
  standard: IfraStandard,
  material: Material,
  content: RestrictedContent,
  category: IfraCategory,
): Rule {
  const cell = standard.cells[category] ?? { kind: 'prohibited' };
  const base = { standard: standard.name, ifraId: standard.id, source: 'ifra' } as const;
  const prohibited: Rule = { ...base, key: `${standard.id}:prohibited`, kind: 'prohibited', limitPct: 0, text: 'IFRA 51 금지 물질이에요.' };
  const quality = standard.qualityFlag === null ? null : `표의 값을 확인해야 해요: ${standard.qualityFlag}`;
  if (standard.prohibitedCas.includes(content.cas)) return prohibited;
  switch (cell.kind) {
    case 'limit':
      return { ...base, key: standard.id, kind: 'limit', limitPct: cell.pct, text: quality };
    case 'no_restriction':
      return { ...base, key: standard.id, kind: 'limit', limitPct: null, text: `카테고리 ${category}에는 제한이 없어요 (IFRA 51 기준).` };
    case 'specification':
      return { ...base, key: standard.id, kind: 'specification', limitPct: null, text: specificationText(catalogue, standard) };
    case 'marker_limit':
      return { ...base, key: standard.id, kind: 'limit', limitPct: null, text: `${cell.marker} ${cell.pct} %가 한도예요.` };
    case 'see_note': {
      const note = catalogue.regulation.conditions.find(
        ({ standardId, kind }) => standardId === standard.id && kind === 'as_such_prohibited',
      );
      if (content.origin !== 'natural' || note?.limit == null) return { ...prohibited, text: 'IFRA 51: 그대로 넣는 것은 금지예요.' };
      return {
        ...base,
        key: `${standard.id}:natural`,
        kind: 'limit',
        limitPct: note.limit,
        text: '천연 원료에서 온 것만 이 한도까지 허용돼요.',
      };
    }
    case 'prohibited':
      return permittedForm(catalogue, standard, material)
        ? { ...base, key: standard.id, kind: 'specification', limitPct: null, text: specificationText(catalogue, standard) }
        : prohibited;
  }
}

/**
 * Birch tar, cade and savin are prohibited in one form only (the conditions table says which). A catalogue row of such a
 * standard is the permitted grade; a material known by CAS alone could be the prohibited one.
 */
function permittedForm(catalogue: Catalogue, standard: IfraStandard, material: Material): boolean {
  const byForm = catalogue.regulation.conditions.some(({ standardId, kind }) => standardId === standard.id && kind === 'form');
  if (!byForm) return false;
  return standard.prohibitedCas.length > 0 ? material.cas !== '' : catalogue.materials.includes(material);
}

function specificationText(catalogue: Catalogue, standard: IfraStandard): string {
  const words = catalogue.regulation.conditions
    .filter(({ standardId }) => standardId === standard.id)
    .map(({ substance, limit, appliesTo, remark }) => [substance, limit, appliesTo, remark].filter((part) => part !== null).join(' '));
  return ['순도 규격이에요.', ...words].join(' ');
}

function limitOf(standard: IfraStandard | undefined, category: IfraCategory): number | null {
  const cell = standard?.cells[category];
  return cell?.kind === 'limit' ? cell.pct : null;
}

/** Rules over several standards. Sums inside one standard are that standard's own row, since it counts all its CAS numbers. */
function groupTouches(catalogue: Catalogue, standard: IfraStandard, content: RestrictedContent, category: IfraCategory): Touch[] {
  return catalogue.regulation.groupRules.flatMap((group): Touch[] => {
    if (group.standards.length < 2 || !group.standards.includes(standard.id)) return [];
    const base = { key: `group:${group.id}`, standard: group.id, ifraId: null, source: 'group', kind: 'group' } as const;
    if (group.type === 'sum_of_ratios_le_1') {
      const own = limitOf(standard, category);
      const text = '광독성 원료의 비율 합이 1 이하여야 해요.';
      return own === null ? [] : [touch({ ...base, limitPct: null, text }, content, own)];
    }
    const leading =
      group.limit_from ?? group.standards.find((id) => limitOf(standardsById(catalogue).get(id), '4') === group.cat4_limit_pct);
    const limitPct = limitOf(standardsById(catalogue).get(leading ?? ''), category);
    return limitPct === null ? [] : [touch({ ...base, limitPct, text: '함께 합쳐서 이 한도까지예요.' }, content)];
  });
}

/** Bergapten of grades that have no oil-level limit (FCF): IFRA_STD_089, marker cell "0.0015 (5-MOP)". */
function bergaptenTouches(catalogue: Catalogue, material: Material, { category }: Judged): Touch[] {
  const group = catalogue.regulation.groupRules.find(({ type }) => type === 'constituent_limit');
  const standard = standardsById(catalogue).get(group?.standards[0] ?? '');
  const cell = standard?.cells[category];
  if (!standard || cell?.kind !== 'marker_limit' || material.ifraStandard !== null) return [];
  const bergapten = catalogue.constituents.find(({ cas }) => group?.constituent?.includes(`CAS ${cas}`));
  const held = material.majorConstituents.find(({ constituent }) => constituent === bergapten?.key);
  if (!bergapten || !held) return [];
  const rule: Rule = {
    key: standard.id,
    standard: standard.name,
    ifraId: standard.id,
    source: 'ifra',
    kind: 'limit',
    limitPct: cell.pct,
    text: `${cell.marker}(베르갑텐) 기준이에요. 로트 성적서의 값을 확인해 주세요.`,
  };
  return [
    touch(rule, { cas: bergapten.cas ?? '', name: bergapten.name, standardId: standard.id, share: held.pct / 100, origin: 'natural' }),
  ];
}

function euTouches(catalogue: Catalogue, content: RestrictedContent, { category }: Judged): Touch[] {
  const rows = catalogue.regulation.euLimits.filter(
    ({ cas, limit }) => cas === content.cas && !(limit === 'prohibited' && content.origin === 'natural'),
  );
  return rows.flatMap((row): Touch[] => {
    if (row.scope.startsWith('other than oral products') && category === '6') return [];
    if (row.scope.startsWith('leave-on') && isRinseOff(category)) return [];
    const summedWith = row.scope.includes('sum with isoeugenol')
      ? catalogue.regulation.euLimits.find(({ name }) => name === 'Isoeugenol')
      : row;
    const standard = `${row.basis.split(' (')[0]}: ${summedWith?.name ?? row.name}`;
    const verify = row.confidence === 'verify' ? ' 2차 자료예요: 원문을 확인해 주세요.' : '';
    const base = { key: `eu:${summedWith?.cas ?? row.cas}`, standard, ifraId: null, source: 'eu' } as const;
    const rule: Rule =
      row.limit === 'prohibited'
        ? { ...base, kind: 'prohibited', limitPct: 0, text: `EU 금지 물질이에요 (${row.basis}).` }
        : { ...base, kind: 'limit', limitPct: row.limit, text: `EU 한도예요 (${row.scope}).${verify}` };
    return [touch(rule, content)];
  });
}

const KOREAN_SOURCE = '2차 자료에서 옮긴 화장품 기준이에요.';

function koreanTouches(catalogue: Catalogue, content: RestrictedContent, judged: Judged): Touch[] {
  const rows = catalogue.regulation.krLimits.filter(({ cas }) => cas.includes(content.cas));
  const touches = rows.flatMap((row): Touch[] => {
    const limit = koreanLimit(row, judged);
    if (limit === null || (limit === 'prohibited' && content.origin === 'natural')) return [];
    // "Each": every rose ketone has the limit for itself; other rows sum their CAS numbers.
    const key = row.conditions === 'each' ? `kr:${content.cas}` : `kr:${row.cas.join('|')}`;
    const base = {
      key,
      standard: row.conditions === 'each' ? `${row.nameKo}: ${content.name}` : row.nameKo,
      ifraId: null,
      source: 'kr',
    } as const;
    const words = row.conditions === null ? '' : ` (${row.conditions})`;
    return [
      touch(
        limit === 'prohibited'
          ? { ...base, kind: 'prohibited', limitPct: 0, text: `한국 화장품 사용 금지 원료예요${words}.` }
          : { ...base, kind: 'limit', limitPct: limit, text: `${KOREAN_SOURCE}${words}` },
        content,
      ),
    ];
  });
  if (KOREAN_CARBONATE_SUM.cas.some((cas) => cas === content.cas)) {
    touches.push(
      touch(
        {
          key: 'kr:mhc+moc',
          standard: '메틸헵틴카보네이트 + 메틸옥틴카보네이트',
          ifraId: null,
          source: 'kr',
          kind: 'limit',
          limitPct: KOREAN_CARBONATE_SUM.limitPct,
          text: `${KOREAN_SOURCE} 둘을 합쳐 계산해요.`,
        },
        content,
      ),
    );
  }
  return touches;
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
