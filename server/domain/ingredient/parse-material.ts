import { isCas, parseNumber, type RawRow, RowReader } from '../table/row.ts';
import { FAMILIES, type FamilyWeights, NOTES } from './family.ts';
import {
  type Composition,
  type Constituent,
  Constituent as ConstituentSchema,
  MATERIAL_FLAGS,
  MATERIAL_KINDS,
  Material,
  PHYSICAL_FORMS,
  type RestrictedConstituent,
} from './material.ts';

/** One row of the materials table. Throws CellError with file, row and column. */
export function parseMaterial(where: string, raw: RawRow): Material {
  const row = new RowReader(where, raw);
  const kind = row.oneOf('type', MATERIAL_KINDS);
  const note = row.oneOf('note', [...NOTES, 'solvent']);
  const material: Material = {
    id: row.text('id'),
    name: row.text('name'),
    nameKo: row.text('name_ko'),
    synonyms: row.list('synonyms'),
    cas: row.text('cas'),
    kind,
    moleculeClass: row.textOrNull('molecule_class'),
    botanical: row.textOrNull('botanical'),
    note: note === 'solvent' ? null : note,
    families: parseFamilies(row, 'families'),
    odourKo: row.textOrNull('odour_ko'),
    odourEn: row.textOrNull('odour_en'),
    molarMass: row.numberOrNull('mw'),
    form: row.oneOf('physical_form', PHYSICAL_FORMS),
    meltingPointC: row.numberOrNull('melting_point_c'),
    boilingPointC: row.numberOrNull('boiling_point_c'),
    boilingPointBasis: row.textOrNull('bp_basis'),
    vapourPressurePa: row.numberOrNull('vp_pa_25c'),
    vapourPressurePhase: row.raw('vp_phase') === '' ? null : row.oneOf('vp_phase', ['liquid', 'crystal']),
    vapourPressureBasis: row.textOrNull('vp_basis'),
    vapourPressureLiquidPa: row.numberOrNull('vp_liquid_pa_25c'),
    densityGMl: row.numberOrNull('density_g_ml'),
    densityBasis: row.textOrNull('density_basis'),
    logP: row.numberOrNull('logp'),
    odourThresholdMgM3: row.numberOrNull('odt'),
    odourThresholdConfidence: row.raw('odt_confidence') === '' ? null : row.oneOf('odt_confidence', ['A', 'B', 'C', 'D']),
    odourThresholdAlternatives: row.textOrNull('odt_alt'),
    doseResponse: parseDoseResponse(row),
    useMinPct: row.number('use_min_pct'),
    useMaxPct: row.number('use_max_pct'),
    priceUsdKgLow: row.numberOrNull('price_usd_kg_low'),
    priceUsdKgHigh: row.numberOrNull('price_usd_kg_high'),
    ifraStandard: row.textOrNull('ifra_std'),
    euAllergen: row.yesNo('eu_allergen'),
    euInci: row.textOrNull('eu_inci'),
    krAllergen25: row.yesNo('kr_allergen25'),
    krLimit: row.raw('kr_limit_pct') === 'PROHIBITED' ? 'prohibited' : row.numberOrNull('kr_limit_pct'),
    flags: row
      .list('flags')
      .map((flag) => MATERIAL_FLAGS.find((known) => known === flag) ?? row.fail('flags', `flags of ${MATERIAL_FLAGS.join(', ')}`)),
    vegan: row.yesNo('vegan'),
    majorConstituents: parseComposition(row),
    constituentsBasis: row.textOrNull('constituents_basis'),
    constituentsTotalPct: row.numberOrNull('constituents_total_pct'),
    annexConstituents: parseAnnex(row),
    smiles: row.textOrNull('smiles'),
    status: row.text('status'),
    remarks: row.textOrNull('remarks'),
  };
  if (row.raw('odt') !== '') row.oneOf('odt_unit', ['mg/m3 air']);
  // The remaining columns repeat the regulation tables, which are the ones that decide.
  row.done(['odt_unit', 'ifra_glossary_descriptors', 'ifra_type', 'ifra_cat4_max_pct', 'ifra_cat5a_max_pct']);
  if (!isCas(material.cas)) row.fail('cas', 'a CAS number with a right check digit');
  return row.finish(Material, material);
}

/** One row of the constituents table. */
export function parseConstituent(where: string, raw: RawRow): Constituent {
  const row = new RowReader(where, raw);
  const constituent: Constituent = {
    key: row.text('key'),
    name: row.text('name'),
    cas: row.textOrNull('cas'),
    formula: row.textOrNull('formula'),
    molarMass: row.numberOrNull('mw'),
    smiles: row.textOrNull('smiles'),
    boilingPointC: row.numberOrNull('bp_c'),
    boilingPointBasis: row.textOrNull('bp_basis'),
    vapourPressureLiquidPa: row.numberOrNull('vp_liquid_pa_25c'),
    vapourPressureBasis: row.textOrNull('vp_basis'),
    odourThresholdMgM3: row.numberOrNull('odt_mg_m3'),
    euAllergen: row.yesNo('eu_allergen'),
    ifraStandard: row.textOrNull('ifra_std'),
    ingredientId: row.textOrNull('ingredient_id'),
  };
  row.done(['used_in', 'used_in_ids']);
  return row.finish(ConstituentSchema, constituent);
}

/** `citrus:1;green:0.1` → weights. Every name must be a family. */
export function parseFamilies(row: RowReader, column: string): FamilyWeights {
  const weights: FamilyWeights = {};
  for (const part of row.list(column, ';')) {
    const [name, value = ''] = part.split(':');
    const family = FAMILIES.find((known) => known === name) ?? row.fail(column, 'family:weight pairs of known families');
    weights[family] = parseNumber(value) ?? row.fail(column, 'family:weight pairs with numbers');
  }
  return weights;
}

function parseDoseResponse(row: RowReader): Material['doseResponse'] {
  const max = row.numberOrNull('dr_imax');
  const c = row.numberOrNull('dr_C');
  const d = row.numberOrNull('dr_D');
  if (max === null && c === null && d === null) return null;
  if (max === null || c === null || d === null) return row.fail('dr_imax', 'all three of dr_imax, dr_C, dr_D, or none');
  return { max, c, d };
}

const COMPOSITION = /^(?<key>[^:]+):(?<pct>[\d.]+)(?:\((?<min>[\d.]+)-(?<max>[\d.]+)\))?$/;

/** `5989-27-5:38(30-45);…` → shares of constituents in % of the oil. */
function parseComposition(row: RowReader): Composition[] {
  return row.list('major_constituents', ';').map((part) => {
    const { key, pct, min, max } = COMPOSITION.exec(part)?.groups ?? row.fail('major_constituents', 'key:percent(min-max) parts');
    return {
      constituent: key ?? '',
      pct: parseNumber(pct ?? '') ?? row.fail('major_constituents', 'numeric shares'),
      minPct: min === undefined ? null : parseNumber(min),
      maxPct: max === undefined ? null : parseNumber(max),
    };
  });
}

const ANNEX = /^(?<name>.+) \[(?<cas>\d{2,7}-\d{2}-\d)\] (?<pct>[\d.]+)$/;

/** `Geranial [141-27-5] 0.28; …` → restricted constituents in % of the natural. */
function parseAnnex(row: RowReader): RestrictedConstituent[] {
  return row.list('ifra_annex_constituents', ';').map((part) => {
    const { name, cas, pct } = ANNEX.exec(part)?.groups ?? row.fail('ifra_annex_constituents', 'Name [CAS] percent parts');
    return { name: name ?? '', cas: cas ?? '', pct: parseNumber(pct ?? '') ?? row.fail('ifra_annex_constituents', 'numeric shares') };
  });
}
