import { z } from 'zod';
import { Amount, readDose, readLines, WrittenLine } from '#domain/formula/read-lines.ts';
import { IfraCategory, Market } from '#domain/regulation/category-schema.ts';
import { checkFormula } from '#domain/regulation/check.ts';
import { readSeedCatalogue } from '#drizzle/seed/read-seed.ts';
import { answerEachLine, type Verb } from '../verb.ts';

/** 4, "5a" and "ALL" are written too. */
function asCategory(written: string | number): string {
  const text = String(written).trim().toUpperCase();
  return text === 'ALL' ? 'all' : text;
}

const CheckLine = z.looseObject({
  id: z.union([z.string(), z.number()]).optional(),
  category: z
    .union([z.string(), z.number()])
    .transform(asCategory)
    .pipe(z.union([IfraCategory, z.literal('all')])),
  dose_pct: Amount,
  market: Market.default('all'),
  date: z.iso.date().optional(),
  lines: z.array(WrittenLine).min(1).max(1000),
});

const HELP = `in:  {id?, category: "1".."12"|"all", dose_pct, market: ifra|eu|kr|all (default all), date?: "2026-11-23",
      lines: [{ingredient?, cas?, pct, strength? (1 = neat)}]}
out: {id, ok, market, category, dose_pct,
      results: [{standard, ifra_id?, source: ifra|eu|kr|group, kind: limit|group|prohibited|specification, total_pct, limit_pct,
                 ratio, ok, lines: [{ingredient, pct, via?}], text?}],
      allergens: [{name_ko, inci, cas, pct, declare, list: eu81|kr25, threshold_pct}],
      max_dose_pct, advice: [{ingredient, cut_to_pct}], unchecked: [{ingredient, reason}], warnings, categories?}
pct is % of the concentrate as dosed; it may be text in Korean forms ("12.5 %", "0점5"). category "all" adds a verdict per category.
A ratio of 1e6 stands for a prohibited material; limit_pct null = no number (no restriction, purity rule, sum of ratios).`;

export const verb: Verb = {
  summary: 'check: judge formulas against IFRA 51, EU and Korean rules, one per line',
  help: HELP,
  run(io) {
    const catalogue = readSeedCatalogue();
    return answerEachLine(io, CheckLine, ({ category, dose_pct, market, date, lines: written }) => {
      const { lines, warnings } = readLines(catalogue, written);
      const result = checkFormula(catalogue, {
        market,
        category,
        dosePct: readDose(dose_pct),
        lines: lines.map(({ material, pct, strength }) => ({ materialId: material.id, pct, strength })),
        ...(date === undefined ? {} : { date }),
      });
      return { ...result, warnings: [...warnings, ...result.warnings] };
    });
  },
};
