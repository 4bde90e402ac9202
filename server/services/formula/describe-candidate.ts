import { eq } from 'drizzle-orm';
import type { Catalogue } from '#domain/ingredient/catalogue.ts';
import type { Family, FamilyWeights, Note } from '#domain/ingredient/family.ts';
import { mainFamily } from '#domain/ingredient/family.ts';
import { DEFAULT_KRW_PER_USD, priceKrwPerKg } from '#domain/ingredient/price.ts';
import { resolveMaterial } from '#domain/ingredient/resolve-material.ts';
import { describeOdour, type FormulaOdour } from '#domain/odour/formula-odour.ts';
import { type CheckResult, checkFormula } from '#domain/regulation/check.ts';
import { formula, run } from '#drizzle/schema/run.ts';
import type { Ctx } from '../context.ts';
import { requireOwnFormula } from '../rating/rate-candidate.ts';

export interface DescribedLine {
  readonly ingredient: string;
  readonly cas: string;
  readonly pct: number;
  readonly nameKo: string;
  readonly families: FamilyWeights;
  readonly family: Family | null;
  readonly note: Note | null;
  readonly odourKo: string | null;
  /** Middle of the price band, an estimate; null = no data. */
  readonly krwPerKg: number | null;
}

export interface CandidateDetail {
  readonly id: string;
  readonly lines: readonly DescribedLine[];
  readonly compliance: CheckResult;
  readonly odour: FormulaOdour;
}

/** Everything that stands behind a candidate's card: the lines with names, every standard touched, and its odour over a day on skin. */
export async function describeCandidate({
  ctx,
  input,
  catalogue,
}: {
  ctx: Pick<Ctx, 'db' | 'actor'>;
  input: { candidateId: string };
  catalogue: Catalogue;
}): Promise<CandidateDetail> {
  const row = await requireOwnFormula(ctx, input.candidateId);
  const [owner] = await ctx.db
    .select({ reading: run.reading })
    .from(run)
    .innerJoin(formula, eq(formula.runId, run.id))
    .where(eq(formula.id, row.id));
  const { market, category, dose_pct: dosePct } = row.compliance;
  const described = row.lines.map((line) => ({
    line,
    material: resolveMaterial(catalogue, { ingredient: line.ingredient, cas: line.cas }).material,
  }));
  const lines = described.map(({ line, material }) => ({ materialId: material.id, pct: line.pct }));
  return {
    id: row.id,
    lines: described.map(({ line, material }) => ({
      ...line,
      nameKo: material.nameKo,
      families: material.families,
      family: mainFamily(material.families),
      note: material.note,
      odourKo: material.odourKo,
      krwPerKg: priceKrwPerKg(material, { krwPerUsd: DEFAULT_KRW_PER_USD })?.krwPerKg ?? null,
    })),
    compliance: checkFormula(catalogue, { market, category, dosePct, lines }),
    odour: describeOdour(catalogue, { lines, dosePct, product: owner?.reading?.product ?? 'fine_fragrance', surface: 'skin' }),
  };
}
