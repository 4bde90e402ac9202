import type { Catalogue } from '../ingredient/catalogue.ts';
import type { Material } from '../ingredient/material.ts';
import type { IfraCategory } from './category.ts';
import type { RestrictedContent } from './restricted-content.ts';
import { type Judged, type Rule, type Touch, touch } from './rule.ts';
import type { IfraStandard } from './tables.ts';

const standardsCache = new WeakMap<Catalogue, ReadonlyMap<string, IfraStandard>>();

export function standardsById(catalogue: Catalogue): ReadonlyMap<string, IfraStandard> {
  let map = standardsCache.get(catalogue);
  if (!map) {
    map = new Map(catalogue.regulation.standards.map((standard) => [standard.id, standard]));
    standardsCache.set(catalogue, map);
  }
  return map;
}

/** IFRA's own row of a content, and the group rules it falls under. */
export function ifraTouches(catalogue: Catalogue, material: Material, content: RestrictedContent, judged: Judged): Touch[] {
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
  const prohibited: Rule = { ...base, key: `${standard.id}:prohibited`, kind: 'prohibited', limitPct: 0, text: null };
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
      if (content.origin !== 'natural' || note?.limit == null) return { ...prohibited, text: '그대로 넣는 것은 금지예요.' };
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
export function bergaptenTouches(catalogue: Catalogue, material: Material, { category }: Judged): Touch[] {
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
