import { buildProblem, type EvolveProblem } from '#domain/evolve/problem.ts';
import { insertLine, newSheet } from '#domain/evolve/sheet.ts';
import type { Catalogue } from '#domain/ingredient/catalogue.ts';
import { DEFAULT_KRW_PER_USD } from '#domain/ingredient/price.ts';
import { resolveMaterial } from '#domain/ingredient/resolve-material.ts';
import type { RatedCandidate } from '#domain/preference/answers.ts';
import { candidateOf } from '#domain/preference/candidate-of.ts';
import type { JudgedFormula } from '#server/services/taste/read-answers.ts';

/**
 * Features of judged formulas, each measured against its own brief. A formula never changes, so its features are kept:
 * only what was judged for the first time costs anything.
 */
export class RatedFeatures {
  readonly #catalogue: Catalogue;
  readonly #materials: readonly string[];
  readonly #known = new Map<string, RatedCandidate>();

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue;
    this.#materials = catalogue.materials.map((material) => material.id);
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
    for (const line of formula.lines) {
      const { id } = resolveMaterial(this.#catalogue, { ingredient: line.ingredient, cas: line.cas }).material;
      const index = inPalette.get(id);
      if (index !== undefined) insertLine(sheet, index, line.pct);
    }
    return candidateOf(formula.id, formula.briefId, problem, sheet, this.#materials);
  }
}
