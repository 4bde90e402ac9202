import { z } from 'zod';
import { checkBrief } from '#domain/brief/check-brief.ts';
import { dosePctOf } from '#domain/brief/product.ts';
import { readBrief } from '#domain/brief/read-brief.ts';
import type { Reading } from '#domain/brief/reading.ts';
import { DomainError } from '#domain/error.ts';
import { readingOf } from '#domain/evolve/loose-reading.ts';
import { evaluateSheet, newEvaluation } from '#domain/evolve/objective.ts';
import { DEFAULT_KRW_PER_USD } from '#domain/ingredient/price.ts';
import { briefScoreOf } from '#domain/preference/facts.ts';
import { IfraCategory, Market } from '#domain/regulation/category-schema.ts';
import { readSeedLexicon } from '#drizzle/seed/read-lexicon.ts';
import { readSeedCatalogue } from '#drizzle/seed/read-seed.ts';
import { HeadlessStudio, type Shown } from './headless-studio.ts';
import { FileRatingStore } from './rating-store.ts';

const designer = z.string().min(1).max(200);
const star = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)]);

const Command = z.discriminatedUnion('cmd', [
  z.object({ cmd: z.literal('reset'), seed: z.number().int().nonnegative().default(1) }),
  z.object({
    cmd: z.literal('propose'),
    brief: z.string().optional(),
    reading: z.record(z.string(), z.unknown()).optional(),
    designer: designer.nullish(),
    n: z.number().int().min(1).max(10).default(5),
    budget_evals: z.number().int().min(50).max(100_000).default(1500),
    seed: z.number().int().nonnegative().optional(),
    explore: z.boolean().default(true),
    dose_pct: z.number().positive().max(100).optional(),
    category: z.preprocess((value) => (typeof value === 'number' ? String(value) : value), IfraCategory.optional()),
    market: Market.default('all'),
  }),
  z.object({ cmd: z.literal('rate'), candidate: z.string(), designer, stars: star }),
  z.object({ cmd: z.literal('compare'), a: z.string(), b: z.string(), winner: z.enum(['a', 'b', 'tie', 'neither']), designer }),
  z.object({ cmd: z.literal('fit') }),
  z.object({ cmd: z.literal('state') }),
]);
type Command = z.infer<typeof Command>;

/** What the pipe reads from and writes to: one answer line for each command line, in order. */
export interface PipeIo {
  lines(): AsyncIterable<string>;
  answer(row: unknown): Promise<void>;
  readonly signal: AbortSignal;
}

/** Speaks the learning loop over NDJSON. `folder` keeps candidates, answers and model between runs; null forgets. Returns whether all were answered. */
export async function learnPipe(io: PipeIo, folder: string | null, errorRow: (error: unknown) => unknown): Promise<boolean> {
  const studio = new HeadlessStudio(readSeedCatalogue(), new FileRatingStore(folder));
  let allAnswered = true;
  try {
    for await (const line of io.lines()) {
      if (line.trim() === '') continue;
      try {
        await io.answer(await obey(studio, parse(line)));
      } catch (error) {
        allAnswered = false;
        await io.answer({ error: errorRow(error) });
      }
      if (io.signal.aborted) break;
    }
  } finally {
    await studio.close();
  }
  return allAnswered;
}

function parse(line: string): Command {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    throw new DomainError('bad_json', 'not a JSON object on one line', 'JSON 한 줄이 아니에요.');
  }
  const command = Command.safeParse(json);
  if (command.success) return command.data;
  const issue = command.error.issues[0];
  throw new DomainError('bad_input', `${issue?.path.join('.') || 'line'}: ${issue?.message}`, '명령 형식이 맞지 않아요.');
}

async function obey(studio: HeadlessStudio, command: Command): Promise<Record<string, unknown>> {
  switch (command.cmd) {
    case 'reset':
      await studio.reset(command.seed);
      return { ok: true };
    case 'propose': {
      const reading = readingFor(command);
      const shown = await studio.propose({
        reading,
        options: {
          dosePct: command.dose_pct ?? dosePctOf(reading),
          category: command.category ?? reading.ifra_category,
          market: command.market,
          krwPerUsd: DEFAULT_KRW_PER_USD,
        },
        designer: command.designer ?? null,
        n: command.n,
        evals: command.budget_evals,
        explore: command.explore,
        seed: command.seed ?? null,
      });
      return batchRow(shown);
    }
    case 'rate':
      await studio.rate({ candidate: command.candidate, designer: command.designer, stars: command.stars });
      return { ok: true };
    case 'compare':
      await studio.compare({ a: command.a, b: command.b, winner: command.winner, designer: command.designer });
      return { ok: true };
    case 'fit':
      await studio.fit();
      return studio.figures();
    case 'state':
      return studio.figures();
  }
}

function readingFor(command: { brief?: string | undefined; reading?: Record<string, unknown> | undefined }): Reading {
  if (command.reading) return readingOf(command.reading);
  if (command.brief === undefined)
    throw new DomainError('bad_input', 'propose needs a brief or a reading', '브리프나 해석 결과가 필요해요.');
  const checked = checkBrief(command.brief);
  if (!checked.ok) {
    throw new DomainError(checked.code === 'too_long' ? 'too_long' : 'bad_input', checked.messageEn, checked.messageKo, {
      reason: checked.code,
    });
  }
  return readBrief(checked.brief, readSeedLexicon()).reading;
}

function batchRow({ batch, problem, proposals }: Shown): Record<string, unknown> {
  const evaluation = newEvaluation();
  return {
    batch,
    candidates: proposals.map(({ id, sheet, source, score }) => {
      evaluateSheet(problem, sheet, evaluation);
      return {
        id,
        lines: Array.from({ length: sheet.count }, (_, k) => {
          const material = problem.materials[sheet.index[k] as number];
          return { ingredient: material?.name ?? '', cas: material?.cas ?? '', pct: Math.round((sheet.pct[k] as number) * 100) / 100 };
        }).sort((a, b) => b.pct - a.pct),
        source: source === 'control' ? 'control' : 'policy',
        scores: {
          brief_stars: Number((3 + briefScoreOf(evaluation)).toFixed(3)),
          gated_stars: Number((3 + score).toFixed(3)),
          cost_krw_kg: Math.round(evaluation.costKrwPerKg),
        },
      };
    }),
  };
}
