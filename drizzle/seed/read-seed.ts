import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { Catalogue } from '#domain/ingredient/catalogue.ts';
import { parseConstituent, parseMaterial } from '#domain/ingredient/parse-material.ts';
import { parseInteraction, parseMeasuredDoseResponse, parseSubgroup, parseUnifacGroups } from '#domain/odour/parse-tables.ts';
import {
  parseAnnexEntry,
  parseEuAllergen,
  parseEuLimit,
  parseIfraCondition,
  parseIfraStandard,
  parseKrAllergen,
  parseKrLimit,
  parseSchiffBase,
} from '#domain/regulation/parse-tables.ts';
import { IfraGroupRule } from '#domain/regulation/tables.ts';
import type { RawRow } from '#domain/table/row.ts';

/** Version of the regulation data below: amendment and the day the tables were last changed. */
export const REGULATION_VERSION = 'ifra-51.2026-11';

let cached: Catalogue | undefined;

/** The catalogue as shipped, parsed strictly: a cell that is not understood throws with its file and row. */
export function readSeedCatalogue(): Catalogue {
  cached ??= {
    materials: rows('ingredients.csv', parseMaterial),
    constituents: rows('constituents.csv', parseConstituent),
    regulation: {
      version: REGULATION_VERSION,
      standards: rows('ifra51.csv', parseIfraStandard),
      conditions: rows('ifra_conditions.csv', parseIfraCondition),
      groupRules: z.strictObject({ about: z.string(), rules: z.array(IfraGroupRule) }).parse(JSON.parse(text('ifra_group_rules.json')))
        .rules,
      annex: rows('naturals_ifra_annex1.csv', parseAnnexEntry),
      schiffBases: rows('schiff_bases.csv', parseSchiffBase),
      euAllergens: rows('eu_allergens.csv', parseEuAllergen),
      krAllergens: rows('kr_allergens25.csv', parseKrAllergen),
      euLimits: rows('eu_limits.csv', parseEuLimit),
      krLimits: rows('kr_limits.csv', parseKrLimit),
    },
    odour: {
      subgroups: rows('unifac_subgroups.csv', parseSubgroup),
      interactions: rows('unifac_interactions.csv', parseInteraction),
      groupsByCas: rows('unifac_groups_by_cas.csv', parseUnifacGroups),
      doseResponses: rows('dose_response_wakayama2019.csv', parseMeasuredDoseResponse),
    },
  };
  return cached;
}

/** The rows of one seed file, each read by `parseRow`, which gets "file row n" for its errors. */
export function rows<T>(file: string, parseRow: (where: string, row: RawRow) => T): T[] {
  const records: RawRow[] = parse(text(file), { columns: true, bom: true, skip_empty_lines: true });
  return records.map((record, index) => parseRow(`${file} row ${index + 2}`, record));
}

function text(file: string): string {
  return readFileSync(new URL(`./data/${file}`, import.meta.url), 'utf8');
}
