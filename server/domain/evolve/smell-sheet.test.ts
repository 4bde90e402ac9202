import { describe, expect, it } from 'vitest';
import { readSeedCatalogue } from '#drizzle/seed/read-seed.ts';
import { FAMILIES } from '../ingredient/family.ts';
import { Rng } from '../math/rng.ts';
import { describeOdour } from '../odour/formula-odour.ts';
import { readingOf } from './loose-reading.ts';
import { evaluateSheet, newEvaluation } from './objective.ts';
import { buildProblem, type EvolveProblem } from './problem.ts';
import { sampleSheet } from './sample-sheet.ts';
import { insertLine, newSheet, type Sheet } from './sheet.ts';

const catalogue = readSeedCatalogue();

function problemFor(given: Record<string, unknown>, dosePct: number): EvolveProblem {
  const reading = readingOf(given);
  return buildProblem(catalogue, reading, { dosePct, category: reading.ifra_category, market: 'ifra', krwPerUsd: 1400 });
}

function exactly(problem: EvolveProblem, sheet: Sheet) {
  const lines = Array.from({ length: sheet.count }, (_, i) => ({
    materialId: problem.materials[sheet.index[i] ?? -1]?.id ?? '',
    pct: sheet.pct[i] ?? 0,
  }));
  return describeOdour(catalogue, { lines, dosePct: problem.options.dosePct, product: problem.reading.product, surface: 'skin' });
}

describe('the loop against the exact description (UNIFAC at every step)', () => {
  it.each([
    ['citrus and floral in alcohol', { notes_preference: { citrus: 0.6, floral: 0.4 } }, 18],
    ['woody and musk in alcohol', { notes_preference: { woody: 0.6, musk: 0.4 } }, 25],
    ['gourmand in a lotion', { notes_preference: { gourmand: 1 }, product: 'body_lotion' }, 1],
    ['green in a diffuser', { notes_preference: { green: 0.5, citrus: 0.5 }, product: 'reed_diffuser' }, 20],
  ])('shares the character of %s alike: 12 random formulas differ by less than 0.13 of the whole', (_, given, dosePct) => {
    const problem = problemFor(given, dosePct);
    const rng = Rng.fromSeed(11);
    const sheet = newSheet();
    const evaluation = newEvaluation();
    let apart = 0;
    for (let i = 0; i < 12; i++) {
      sampleSheet(problem.limits, sheet, rng);
      evaluateSheet(problem, sheet, evaluation);
      const { families } = exactly(problem, sheet);
      apart += FAMILIES.reduce((sum, family, f) => sum + Math.abs((families[family] ?? 0) - (evaluation.profile[f] ?? 0)), 0) / 2 / 12;
    }
    expect(apart).toBeLessThan(0.13);
  });

  it('knows that a bowl of citrus oils is gone in an hour and that musks stay the night', () => {
    const problem = problemFor({ notes_preference: { citrus: 0.5, musk: 0.5 } }, 18);
    const evaluation = newEvaluation();
    const longevityOf = (lines: Record<string, number>) => {
      const sheet = newSheet();
      for (const [id, pct] of Object.entries(lines)) {
        insertLine(
          sheet,
          problem.materials.findIndex((material) => material.id === id),
          pct,
        );
      }
      evaluateSheet(problem, sheet, evaluation);
      return { loop: evaluation.longevityH, exact: exactly(problem, sheet).longevity_h.value ?? 0 };
    };
    const citrus = longevityOf({ 'd-limonene': 40, 'sweet-orange-oil': 30, 'gamma-terpinene': 20, 'lime-oil-distilled': 10 });
    expect(citrus.exact).toBeLessThan(1);
    expect(citrus.loop).toBeLessThan(1);
    const musk = longevityOf({ 'galaxolide-hhcb': 40, 'ethylene-brassylate': 30, zenolide: 20, 'd-limonene': 10 });
    expect(musk.exact).toBeGreaterThan(8);
    expect(musk.loop).toBeGreaterThan(8);
  });
});
