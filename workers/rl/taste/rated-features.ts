import { evaluateSheet, newEvaluation } from '#domain/evolve/objective.ts';
import { buildProblem, type EvolveProblem } from '#domain/evolve/problem.ts';
import { insertLine, newSheet } from '#domain/evolve/sheet.ts';
import type { Catalogue } from '#domain/ingredient/catalogue.ts';
import { DEFAULT_KRW_PER_USD } from '#domain/ingredient/price.ts';
import { resolveMaterial } from '#domain/ingredient/resolve-material.ts';
import type { RatedCandidate } from '#domain/preference/answers.ts';
import { FACTS_SIZE, factsOf } from '#domain/preference/facts.ts';
import { featureCount, fillFeatures } from '#domain/preference/features.ts';
import type { JudgedFormula } from '#server/services/taste/read-answers.ts';

/**
 * Features of judged formulas, each measured against its own brief. A formula never changes, so its features are kept:
 * only what was judged for the first time costs anything.
 */
export class RatedFeatures {
  readonly #catalogue: Catalogue;
  readonly #place: ReadonlyMap<string, number>;
  readonly #known = new Map<string, RatedCandidate>();

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue;
    this.#place = new Map(catalogue.materials.map((material, i) => [material.id, i]));
  }

  of(formulas: readonly JudgedFormula[]): RatedCandidate[] {
    const problems = new Map<string, EvolveProblem>();
    return formulas.map((formula) => {
      const known = this.#known.get(formula.id);
      if (known) return known;
      const problem = problems.get(formula.runId) ?? this.#problemOf(formula);
      problems.set(formula.runId, problem);
      const candidate = this.#measure(formula, problem);
      this.#known.set(formula.id, candidate);
      return candidate;
    });
  }

  #problemOf({ reading, compliance }: JudgedFormula): EvolveProblem {
    return buildProblem(this.#catalogue, reading, {
      dosePct: compliance.dose_pct,
      category: compliance.category,
      market: compliance.market,
      krwPerUsd: DEFAULT_KRW_PER_USD,
    });
  }

  #measure(formula: JudgedFormula, problem: EvolveProblem): RatedCandidate {
    const inPalette = new Map(problem.materials.map((material, i) => [material.id, i]));
    const sheet = newSheet();
    const lines: { material: number; pct: number }[] = [];
    for (const line of formula.lines) {
      const { id } = resolveMaterial(this.#catalogue, { ingredient: line.ingredient, cas: line.cas }).material;
      const index = inPalette.get(id);
      if (index !== undefined) insertLine(sheet, index, line.pct);
      const material = this.#place.get(id);
      if (material !== undefined) lines.push({ material, pct: line.pct });
    }
    const evaluation = newEvaluation();
    evaluateSheet(problem, sheet, evaluation);
    const facts = new Float64Array(FACTS_SIZE);
    factsOf(problem, evaluation, facts);
    const features = new Float64Array(featureCount(this.#place.size));
    fillFeatures(facts, problem.target.share, lines, features);
    return { id: formula.id, brief: formula.briefId, features };
  }
}
