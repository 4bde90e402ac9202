import { describe, expect, it } from 'vitest';
import { readSeedCatalogue } from '#drizzle/seed/read-seed.ts';
import type { DomainError } from '../error.ts';
import { candidates, candidatesHash } from './candidates.ts';
import { checkpoint, populationHash, restore } from './checkpoint.ts';
import { type EvolveState, population, startEvolution, step } from './evolve.ts';
import { evolveIslands } from './islands.ts';
import { readingOf } from './loose-reading.ts';
import { generationStats } from './population-stats.ts';
import { buildProblem, type ProblemOptions } from './problem.ts';
import { advance, checkpointRounds, closeRound, type Rounds, restoreRounds, roundIsOver, startRounds } from './rounds.ts';

const catalogue = readSeedCatalogue();
const PRESET = { population_size: 24, n_generations: 12, mutation_sigma: 0.15, mutation_rate: 0.3 };
const READING = readingOf({ notes_preference: { citrus: 0.5, floral: 0.3, musk: 0.2 } });

function problemWith(given: Record<string, unknown> = {}, options: Partial<ProblemOptions> = {}) {
  return buildProblem(catalogue, readingOf({ notes_preference: { citrus: 0.5, floral: 0.3, musk: 0.2 }, ...given }), {
    dosePct: 18,
    category: '4',
    market: 'all',
    krwPerUsd: 1400,
    ...options,
  });
}

function run(state: EvolveState, generations: number): EvolveState {
  while (state.gen < generations) step(state);
  return state;
}

/** The exact lines of the living and the candidates: what "the same" means here. */
function imprint(state: EvolveState): string {
  return populationHash(state) + candidatesHash(candidates(state.problem, state, 6));
}

describe('the same seed', () => {
  const problem = problemWith();
  const whole = imprint(run(startEvolution(problem, PRESET, 5), 12));

  it('gives the same population and candidates twice, and another seed others', () => {
    expect(imprint(run(startEvolution(problemWith(), PRESET, 5), 12))).toBe(whole);
    expect(imprint(run(startEvolution(problem, PRESET, 6), 12))).not.toBe(whole);
  });

  it.each([1, 3, 6, 9, 11])('goes on bit for bit from a checkpoint at generation %i, through JSON', (gen) => {
    const saved = JSON.stringify(checkpoint(run(startEvolution(problem, PRESET, 5), gen)));
    expect(imprint(run(restore(problemWith(), JSON.parse(saved)), 12))).toBe(whole);
  });

  it('gives the same two islands twice, with migrants that count', () => {
    const preset = { ...PRESET, n_generations: 25 };
    const twice = [1, 2].map(() => evolveIslands(problem, preset, 9, 2).map(populationHash));
    expect(twice[0]).toEqual(twice[1]);
    expect(twice[0]?.[0]).not.toBe(twice[0]?.[1]);
    const alone = evolveIslands(problem, preset, 9, 1).map(populationHash);
    expect(alone[0]).not.toBe(twice[0]?.[0]);
  });

  it('refuses a checkpoint of another palette', () => {
    const saved = checkpoint(startEvolution(problem, PRESET, 5));
    expect(() => restore(problemWith({ exclude_families: ['woody'] }), saved)).toThrow(/another palette/);
  });
});

describe('rounds', () => {
  const toEnd = (rounds: Rounds): string => {
    for (;;) {
      while (!roundIsOver(rounds)) advance(rounds);
      const end = closeRound(rounds);
      if (end !== 'next') return `${end} after ${rounds.round} ${populationHash(rounds.state)}`;
    }
  };

  it('go on with a new seed and the elites, and resume inside a later round to the same end', () => {
    const problem = problemWith();
    const whole = toEnd(startRounds(problem, PRESET, 3, 3));
    expect(whole).toMatch(/^finished after 3/);
    const broken = startRounds(problem, PRESET, 3, 3);
    for (let i = 0; i < 17; i++) {
      if (roundIsOver(broken)) closeRound(broken);
      advance(broken);
    }
    expect(broken.round).toBe(2);
    expect(toEnd(restoreRounds(problem, JSON.parse(JSON.stringify(checkpointRounds(broken)))))).toBe(whole);
  });

  it('end when two rounds in a row bring no hypervolume', () => {
    const still = { population_size: 8, n_generations: 1, mutation_sigma: 0.01, mutation_rate: 0 };
    const rounds = startRounds(problemWith(), still, 1, 50);
    rounds.bestHypervolume = 2; // beyond the unit cube: no round can gain on it
    expect(toEnd(rounds)).toMatch(/^no_gain after 2/);
  });
});

describe('evolution', () => {
  it('brings the brief closer, generation by generation, and reports it on a scale of 0 to 100', () => {
    const state = startEvolution(problemWith(), PRESET, 1);
    const first = generationStats(state);
    const last = generationStats(run(state, 30));
    expect(last.best).toBeGreaterThan(first.best + 3);
    expect(last.hypervolume).toBeGreaterThan(first.hypervolume);
    expect(last.evals).toBe(24 * 31);
    expect([last.p25, last.median, last.p75].every((fit, i, all) => i === 0 || fit >= (all[i - 1] ?? 0))).toBe(true);
    expect(last.diversity).toBeGreaterThan(0.2);
  });

  it('starts from given formulas and keeps locked lines to the hundredth', () => {
    const lockedLines = [
      { materialId: 'phenethyl-alcohol', pct: 12.34 },
      { materialId: 'zenolide', pct: 7.5 },
    ];
    const problem = problemWith({}, { lockedLines, openNotes: ['top'] });
    const given = [...lockedLines, { materialId: 'd-limonene', pct: 20 }];
    const state = run(startEvolution(problem, PRESET, 2, [given]), 6);
    for (const { lines } of candidates(problem, state, 6)) {
      expect(lines.find(({ ingredient }) => ingredient.startsWith('Phenethyl alcohol'))?.pct).toBe(12.34);
      expect(lines.find(({ ingredient }) => ingredient === 'Zenolide')?.pct).toBe(7.5);
    }
    const notes = new Set(
      population(state).flatMap((one) => Array.from(one.index.subarray(0, one.count), (i) => problem.materials[i]?.note)),
    );
    expect(
      problem.materials
        .filter(({ note }) => note !== 'top')
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['phenethyl-alcohol', 'zenolide']);
    expect(notes.has('top')).toBe(true);
  });

  it('uses only the shelf', () => {
    const shelf = [
      'd-limonene',
      'linalool',
      'phenethyl-alcohol',
      'zenolide',
      'ethylene-brassylate',
      'lemon-oil-expressed',
      'iso-e-super',
      'geraniol',
    ];
    const problem = problemWith({}, { shelf });
    expect(problem.materials.map(({ id }) => id).sort()).toEqual([...shelf].sort());
    expect(candidates(problem, run(startEvolution(problem, PRESET, 1), 6), 6).length).toBeGreaterThan(0);
  });

  it('joins a preference model to the brief mismatch and asks nothing when there is none', () => {
    const problem = problemWith({}, { extraScore: (_, { briefMismatch }) => 0.5 * briefMismatch });
    const [plain, blended] = [problemWith(), problem].map((one) => population(startEvolution(one, PRESET, 1))[0]?.objectives[0] ?? 0);
    expect(blended).toBeCloseTo(0.5 * (plain ?? 0), 12);
  });
});

describe('a brief that cannot be met', () => {
  const refusal = (given: Record<string, unknown>, options: Partial<ProblemOptions> = {}): DomainError['details'] & { ko: string } => {
    try {
      problemWith(given, options);
    } catch (error) {
      const { code, details, messageKo } = error as DomainError;
      expect(code).toBe('infeasible');
      return { ...details, ko: messageKo };
    }
    throw new Error('was not refused');
  };

  it('says what removed how much and what a budget must allow', () => {
    const { causes, relax, ko } = refusal({}, { costCap: { value: 2000, unit: 'KRW/kg' } });
    expect((causes as Record<string, number>).cost).toBeGreaterThan(0.9);
    const { kind, krw_kg } = relax as { kind: string; krw_kg: number };
    expect(kind).toBe('cost_cap');
    expect(ko).toContain(krw_kg.toLocaleString('ko-KR'));
    // The relaxation it names helps.
    expect(problemWith({}, { costCap: { value: krw_kg, unit: 'KRW/kg' } }).limits.budget).toBe(krw_kg);
  });

  it('names one family to allow when everything is excluded but a trace', () => {
    const all = READING.exclude_families.concat([
      'citrus',
      'fruity',
      'green',
      'aromatic',
      'aquatic',
      'clean',
      'floral',
      'spicy',
      'woody',
      'amber',
      'gourmand',
      'musk',
      'powdery',
      'leather',
      'smoky',
      'earthy',
      'animalic',
    ]);
    const { causes, relax } = refusal({ notes_preference: { aldehydic: 1 }, exclude_families: all });
    expect((causes as Record<string, number>).excluded_family).toBeGreaterThan(0.9);
    expect((relax as { kind: string }).kind).toBe('allow_family');
  });

  it('refuses more wishes than a formula has lines', () => {
    const wishes = catalogue.materials
      .flatMap(({ id, kind, status }) => (kind === 'synthetic' && status === 'ok' ? [id] : []))
      .slice(0, 60);
    expect(refusal({ include_ingredients: wishes }).relax).toEqual({ kind: 'fewer_wishes' });
  });

  it('refuses a shelf of three, and locked lines above the law', () => {
    expect(refusal({}, { shelf: ['linalool', 'zenolide', 'geraniol'] }).relax).toEqual({ kind: 'drop', cause: 'shelf' });
    const { relax } = refusal({}, { lockedLines: [{ materialId: 'methyl-2-nonynoate-moc', pct: 5 }], market: 'ifra' });
    // IFRA standard 64: 0.01 % of the product in category 4; at a dose of 18 % that is 0.0555 % of the concentrate.
    expect(relax).toEqual({ kind: 'lock', ingredient: 'methyl-2-nonynoate-moc', max_pct: 0.05 });
  });
});
