import { and, asc, eq, inArray, isNotNull, isNull, or } from 'drizzle-orm';
import type { Reading } from '#domain/brief/reading.ts';
import type { CandidateCompliance, FormulaLine } from '#domain/formula/formula.ts';
import { pair, rating } from '#drizzle/schema/rating.ts';
import { formula, run } from '#drizzle/schema/run.ts';
import { designerSetting } from '#drizzle/schema/training.ts';
import type { Ctx } from '../context.ts';

/** A formula that someone judged, with the brief it answered. */
export interface JudgedFormula {
  readonly id: string;
  readonly runId: string;
  readonly briefId: string;
  readonly reading: Reading;
  readonly lines: readonly FormulaLine[];
  readonly compliance: CandidateCompliance;
  readonly source: 'control' | 'policy' | 'evolved';
}

export interface Answers {
  readonly formulas: readonly JudgedFormula[];
  /** Oldest first: the latest of a designer and candidate is the one that counts. */
  readonly ratings: readonly { readonly candidate: string; readonly designer: string; readonly stars: number; readonly at: Date }[];
  readonly pairs: readonly {
    readonly a: string;
    readonly b: string;
    readonly winner: 'a' | 'b' | 'tie' | 'neither';
    readonly designer: string;
  }[];
}

/** Every answer that may teach the preference model: undone ones and those of designers who opted out are left out. */
export async function readAnswers(ctx: Pick<Ctx, 'db'>): Promise<Answers> {
  const mayTeach = or(isNull(designerSetting.contributeRatings), eq(designerSetting.contributeRatings, true));
  const ratings = await ctx.db
    .select({ candidate: rating.formulaId, designer: rating.designerId, stars: rating.stars, at: rating.at })
    .from(rating)
    .leftJoin(designerSetting, eq(designerSetting.ownerId, rating.designerId))
    .where(and(isNull(rating.undoneAt), mayTeach))
    .orderBy(asc(rating.at));
  const pairs = await ctx.db
    .select({ a: pair.a, b: pair.b, winner: pair.winner, designer: pair.designerId })
    .from(pair)
    .leftJoin(designerSetting, eq(designerSetting.ownerId, pair.designerId))
    .where(mayTeach)
    .orderBy(asc(pair.at));
  const ids = [...new Set([...ratings.map((row) => row.candidate), ...pairs.flatMap((row) => [row.a, row.b])])];
  if (ids.length === 0) return { formulas: [], ratings, pairs };
  const rows = await ctx.db
    .select({
      id: formula.id,
      runId: formula.runId,
      briefId: run.briefId,
      reading: run.reading,
      lines: formula.lines,
      compliance: formula.compliance,
      source: formula.source,
    })
    .from(formula)
    .innerJoin(run, eq(run.id, formula.runId))
    .where(and(inArray(formula.id, ids), isNotNull(run.reading)));
  return { formulas: rows.flatMap(({ reading, ...row }) => (reading ? [{ ...row, reading }] : [])), ratings, pairs };
}
