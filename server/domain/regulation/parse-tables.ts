import { isCas, parseNumber, type RawRow, RowReader } from '../table/row.ts';
import { IFRA_CATEGORIES, type IfraCategory } from './category.ts';
import {
  AnnexEntry,
  EuAllergen,
  EuLimit,
  type IfraCell,
  IfraCondition,
  IfraStandard,
  KrAllergen,
  KrLimit,
  SchiffBase,
  STANDARD_TYPES,
} from './tables.ts';

/**
 * What a cell of the IFRA table means. Empty means: prohibited everywhere on PROHIBITION types,
 * a purity rule on SPECIFICATION types. Returns null when the cell is not understood.
 */
export function parseIfraCell(text: string, type: (typeof STANDARD_TYPES)[number]): IfraCell | null {
  const value = text.trim();
  if (value === 'NR') return { kind: 'no_restriction' };
  if (value === 'PROHIBITED') return { kind: 'prohibited' };
  if (value === 'SEE_NOTE') return { kind: 'see_note' };
  if (value === '') {
    if (type.startsWith('PROHIBITION')) return { kind: 'prohibited' };
    if (type === 'SPECIFICATION') return { kind: 'specification' };
    return null;
  }
  const marker = /^([\d.]+) \(([^)]+)\)$/.exec(value);
  if (marker) {
    const pct = parseNumber(marker[1] ?? '');
    return pct !== null && pct > 0 ? { kind: 'marker_limit', marker: marker[2] ?? '', pct } : null;
  }
  const pct = parseNumber(value);
  return pct !== null && pct > 0 ? { kind: 'limit', pct } : null;
}

export function parseIfraStandard(where: string, raw: RawRow): IfraStandard {
  const row = new RowReader(where, raw);
  const type = row.oneOf('standard_type', STANDARD_TYPES);
  const cells: Partial<Record<IfraCategory, IfraCell>> = {};
  for (const category of IFRA_CATEGORIES) {
    const column = `cat_${category}`;
    cells[category] =
      parseIfraCell(row.raw(column), type) ??
      row.fail(column, 'a limit, NR, PROHIBITED, SEE_NOTE, a marker limit, or nothing where the type allows it');
  }
  const cas: string[] = [];
  const casRemarks: string[] = [];
  const underProhibition: string[] = [];
  const underOther: string[] = [];
  let section = underOther;
  for (const part of row.list('cas')) {
    const number = /^(\d{2,7}-\d{2}-\d)(?: \((.+)\))?$/.exec(part);
    if (number?.[1] && isCas(number[1])) {
      cas.push(number[1]);
      section.push(number[1]);
      if (number[2]) casRemarks.push(part);
    } else {
      casRemarks.push(part);
      section = part.startsWith('Prohibition of') ? underProhibition : underOther;
    }
  }
  const standard = {
    id: row.text('ifra_id'),
    name: row.text('name'),
    cas,
    casRemarks,
    prohibitedCas: underProhibition.filter((number) => !underOther.includes(number)),
    type,
    amendment: row.numberOrNull('amendment_last'),
    year: row.numberOrNull('year_last'),
    driver: row.textOrNull('driver'),
    cells,
    qualityFlag: row.textOrNull('quality_flag'),
  };
  row.oneOf('unit', ['% w/w in finished product']);
  row.done();
  return row.finish(IfraStandard, standard);
}

export function parseIfraCondition(where: string, raw: RawRow): IfraCondition {
  const row = new RowReader(where, raw);
  return row.finish(IfraCondition, {
    standardId: row.text('ifra_id'),
    substance: row.text('substance'),
    kind: row.text('kind'),
    limit: row.numberOrNull('limit'),
    appliesTo: row.textOrNull('applies_to'),
    remark: row.textOrNull('remark'),
  });
}

export function parseAnnexEntry(where: string, raw: RawRow): AnnexEntry {
  const row = new RowReader(where, raw);
  return row.finish(AnnexEntry, {
    natural: row.text('natural'),
    constituent: row.text('constituent'),
    constituentCas: row.textOrNull('constituent_cas'),
    pct: row.number('pct'),
  });
}

export function parseSchiffBase(where: string, raw: RawRow): SchiffBase {
  const row = new RowReader(where, raw);
  return row.finish(SchiffBase, {
    schiffBaseCas: row.text('schiff_base_cas'),
    restrictedCas: row.list('restricted_constituent_cas', ';'),
    pct: row.number('pct'),
  });
}

export function parseEuAllergen(where: string, raw: RawRow): EuAllergen {
  const row = new RowReader(where, raw);
  const from = row.text('apply_new_products_from');
  return row.finish(EuAllergen, {
    labelName: row.text('label_name'),
    inciInSource: row.text('inci_in_source'),
    cas: row.casList('cas'),
    inOldList: row.yesNo('in_old_list'),
    newIn2023: row.yesNo('new_in_2023_1545'),
    leaveOnPct: row.number('threshold_leave_on_pct'),
    rinseOffPct: row.number('threshold_rinse_off_pct'),
    newProductsFrom: from === 'already in force' ? null : isoDate(row, 'apply_new_products_from'),
    existingProductsUntil: row.raw('existing_products_until') === '' ? null : isoDate(row, 'existing_products_until'),
    otherLimits: row.textOrNull('other_annex_limits'),
  });
}

export function parseKrAllergen(where: string, raw: RawRow): KrAllergen {
  const row = new RowReader(where, raw);
  return row.finish(KrAllergen, {
    no: row.number('no'),
    nameKo: row.text('name_ko'),
    inci: row.text('inci'),
    cas: row.casList('cas'),
    leaveOnPct: row.number('threshold_leave_on_pct'),
    rinseOffPct: row.number('threshold_rinse_off_pct'),
  });
}

export function parseEuLimit(where: string, raw: RawRow): EuLimit {
  const row = new RowReader(where, raw);
  return row.finish(EuLimit, {
    cas: row.text('cas'),
    name: row.text('name'),
    limit: limitOrProhibited(row, 'limit_pct_finished_product'),
    scope: row.text('scope'),
    basis: row.text('basis'),
    confidence: row.text('confidence'),
  });
}

export function parseKrLimit(where: string, raw: RawRow): KrLimit {
  const row = new RowReader(where, raw);
  return row.finish(KrLimit, {
    nameKo: row.text('name_ko'),
    nameEn: row.text('name_en'),
    cas: row.casList('cas'),
    limit: limitOrProhibited(row, 'max_pct_finished_product'),
    conditions: row.textOrNull('conditions'),
  });
}

function limitOrProhibited(row: RowReader, column: string): number | 'prohibited' {
  return row.raw(column) === 'PROHIBITED' ? 'prohibited' : row.number(column);
}

function isoDate(row: RowReader, column: string): string {
  const value = row.text(column);
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : row.fail(column, 'a date as 2026-08-01');
}
