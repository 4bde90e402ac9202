import { parseArgs } from 'node:util';
import { z } from 'zod';
import { checkBrief } from '#domain/brief/check-brief.ts';
import { dosePctOf } from '#domain/brief/product.ts';
import { readBrief } from '#domain/brief/read-brief.ts';
import { CostCap, type Reading } from '#domain/brief/reading.ts';
import { DomainError } from '#domain/error.ts';
import { candidates, candidatesHash } from '#domain/evolve/candidates.ts';
import { readingOf } from '#domain/evolve/loose-reading.ts';
import { buildProblem } from '#domain/evolve/problem.ts';
import { advance, closeRound, roundIsOver, startRounds } from '#domain/evolve/rounds.ts';
import type { MaterialLine } from '#domain/formula/formula.ts';
import type { Catalogue } from '#domain/ingredient/catalogue.ts';
import { DEFAULT_KRW_PER_USD } from '#domain/ingredient/price.ts';
import { resolveMaterial } from '#domain/ingredient/resolve-material.ts';
import { IfraCategory, Market } from '#domain/regulation/category-schema.ts';
import { readSeedLexicon } from '#drizzle/seed/read-lexicon.ts';
import { readSeedCatalogue } from '#drizzle/seed/read-seed.ts';
import { presetSettings } from '../../rl/evolve/presets.ts';
import { positiveInteger } from '../bench/positive-integer.ts';
import { answerEachLine, type Verb } from '../verb.ts';

const MaterialName = z.object({ ingredient: z.string().optional(), cas: z.string().optional() });

const EvolveLine = z.object({
  id: z.union([z.string(), z.number()]).optional(),
  brief: z.string().optional(),
  reading: z.record(z.string(), z.unknown()).optional(),
  dose_pct: z.number().positive().max(100).optional(),
  category: z.preprocess((value) => (typeof value === 'number' ? String(value) : value), IfraCategory.optional()),
  market: Market.default('all'),
  cost_cap: CostCap.nullable().optional(),
  n: z.number().int().min(6).max(10).default(8),
  locked_lines: z.array(MaterialName.extend({ pct: z.number().positive().max(100) })).optional(),
  shelf: z.array(z.union([z.string(), MaterialName])).optional(),
  rounds: z.number().int().min(1).max(64).default(1),
  krw_per_usd: z.number().positive().default(DEFAULT_KRW_PER_USD),
});
type EvolveLine = z.infer<typeof EvolveLine>;

export const verb: Verb = {
  summary: 'evolve: a brief or a reading becomes 6–10 legal formulas',
  help: [
    'Input lines: {id, brief | reading, dose_pct?, category?, market? (all), cost_cap? {value, unit}, n? (8), locked_lines?,',
    '  shelf?, rounds? (1), krw_per_usd? (1400)}; locked_lines [{ingredient, cas?, pct}], shelf [names or {ingredient, cas?}].',
    'Answer lines: {id, candidates: [{id, rank, lines, scores, compliance, why}], reading, generations, evals, evals_per_s,',
    '  seed, preset, hash} or {id, error}.',
    'Options: --preset fast|balanced|thorough (balanced), --seed n (1).',
    'Same seed, preset and input: the same lines and hash.',
  ].join('\n'),
  async run(io, args) {
    const { values } = parseArgs({ args: [...args], options: { preset: { type: 'string' }, seed: { type: 'string' } } });
    const presetName = values.preset ?? 'balanced';
    const preset = presetSettings(presetName);
    const seed = positiveInteger(values.seed ?? '1', '--seed');
    const catalogue = readSeedCatalogue();
    return answerEachLine(io, EvolveLine, (line) => {
      const reading = readingFor(line);
      const problem = buildProblem(catalogue, reading, {
        dosePct: line.dose_pct ?? dosePctOf(reading),
        category: line.category ?? reading.ifra_category,
        market: line.market,
        krwPerUsd: line.krw_per_usd,
        ...(line.cost_cap === undefined ? {} : { costCap: line.cost_cap }),
        ...(line.locked_lines ? { lockedLines: line.locked_lines.map((locked) => lockedLine(catalogue, locked)) } : {}),
        ...(line.shelf ? { shelf: line.shelf.map((entry) => materialId(catalogue, entry)) } : {}),
      });
      const rounds = startRounds(problem, preset, seed, line.rounds);
      let loopMs = 0;
      for (let going = true; going; ) {
        const began = performance.now();
        while (!roundIsOver(rounds)) advance(rounds);
        loopMs += performance.now() - began;
        going = closeRound(rounds) === 'next';
      }
      const list = candidates(problem, rounds.state, line.n);
      const evals = rounds.evalsBefore + rounds.state.evals;
      return {
        candidates: list,
        reading,
        remarks: problem.remarks,
        rounds: rounds.round,
        evals,
        evals_per_s: Math.round((evals / loopMs) * 1000),
        seed,
        preset: presetName,
        hash: candidatesHash(list),
      };
    });
  },
};

function readingFor(line: EvolveLine): Reading {
  if (line.reading) return readingOf(line.reading);
  if (line.brief === undefined) throw new DomainError('bad_input', 'needs brief or reading', '브리프나 해석 결과가 필요해요.');
  const checked = checkBrief(line.brief);
  if (!checked.ok) {
    throw new DomainError(checked.code === 'too_long' ? 'too_long' : 'bad_input', checked.messageEn, checked.messageKo, {
      reason: checked.code,
    });
  }
  return readBrief(checked.brief, readSeedLexicon()).reading;
}

function lockedLine(catalogue: Catalogue, line: { ingredient?: string | undefined; cas?: string | undefined; pct: number }): MaterialLine {
  return { materialId: materialId(catalogue, line), pct: line.pct };
}

function materialId(catalogue: Catalogue, entry: string | { ingredient?: string | undefined; cas?: string | undefined }): string {
  return resolveMaterial(catalogue, typeof entry === 'string' ? { ingredient: entry } : entry).material.id;
}
