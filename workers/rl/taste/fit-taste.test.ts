import { afterAll, describe, expect, it } from 'vitest';
import { readBrief } from '#domain/brief/read-brief.ts';
import type { FAMILIES } from '#domain/ingredient/family.ts';
import { believe } from '#domain/preference/believe.ts';
import { readSeedLexicon } from '#drizzle/seed/read-lexicon.ts';
import { readSeedCatalogue } from '#drizzle/seed/read-seed.ts';
import type { Answers, JudgedFormula } from '#server/services/taste/read-answers.ts';
import { TasteFitter } from './fit-taste.ts';

const BRIEFS = [
  '상큼한 시트러스',
  '따뜻한 앰버와 바닐라',
  '비 온 뒤의 흙과 나무',
  '은은한 장미',
  '깨끗한 비누향',
  '스모키한 가죽',
  '달콤한 과일',
  '허브 정원',
];

/** Per brief one formula of musks and one of citruses; the designer likes the musks. */
function answers(): Answers {
  const { materials } = readSeedCatalogue();
  const lexicon = readSeedLexicon();
  const of = (family: (typeof FAMILIES)[number]) =>
    materials.filter((material) => (material.families[family] ?? 0) >= 0.8 && material.kind === 'synthetic').slice(0, 5);
  const formulas = BRIEFS.flatMap((brief, b) => {
    const { reading } = readBrief(brief, lexicon);
    const compliance = { ok: true, market: 'ifra' as const, category: '4' as const, dose_pct: 18, worst: null, unchecked: [] };
    return (['musk', 'citrus'] as const).flatMap((family) =>
      [0, 1].map(
        (variant): JudgedFormula => ({
          id: `${b}-${family}-${variant}`,
          runId: `${b}`,
          briefId: `${b}`,
          reading,
          compliance,
          source: 'evolved',
          lines: of(family).map(({ name, cas }, i) => ({ ingredient: name, cas, pct: variant === 0 ? 20 : ([40, 30, 15, 10, 5][i] ?? 5) })),
        }),
      ),
    );
  });
  return {
    formulas,
    ratings: formulas.map(({ id }) => ({ candidate: id, designer: 'musk-lover', stars: id.includes('musk') ? 5 : 1, at: new Date(0) })),
    pairs: [],
  };
}

describe('fitting taste in its thread', () => {
  const fitter = new TasteFitter();
  afterAll(() => fitter.close());

  it('learns from real formulas what a designer likes, and gives the same model for the same answers', async () => {
    const model = await fitter.fit(answers());
    expect(model).toMatchObject({ ratings: 32, briefs: BRIEFS.length, unknown: 0 });
    const families = believe(model, 'musk-lover').families;
    const effect = (name: string): number => families.find(({ family }) => family === name)?.effect ?? Number.NaN;
    expect(effect('musk')).toBeGreaterThan(effect('citrus'));
    expect(await fitter.fit(answers())).toEqual(model);
  });

  it('is as much as the brief alone while there are no answers', async () => {
    expect((await fitter.fit({ formulas: [], ratings: [], pairs: [] })).gate).toMatchObject({ weight: 0, reason: 'too_few_ratings' });
  });
});
