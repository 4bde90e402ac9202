import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readGolden } from '#drizzle/seed/read-golden.ts';
import { readSeedLexicon } from '#drizzle/seed/read-lexicon.ts';
import { judgeReading } from './golden/expectation.ts';
import { minimalPairs } from './golden/minimal-pairs.ts';
import { readBrief } from './read-brief.ts';
import { NOTICE_KINDS, Reading } from './reading.ts';

const lexicon = readSeedLexicon();
const read = (brief: string): Reading => readBrief(brief, lexicon).reading;
const kinds = (brief: string): string[] => read(brief).notices.map(({ kind }) => kind);

test.each(readGolden('open').map((golden) => [golden.id, golden] as const))('reads open brief %s as a perfumer does', (_id, golden) => {
  expect(judgeReading(read(golden.brief), golden.expected).filter(({ ok }) => !ok)).toEqual([]);
});

test.each(readGolden('tuning').map((golden) => [golden.id, golden] as const))('reads golden brief %s as a perfumer does', (_id, golden) => {
  expect(judgeReading(read(golden.brief), golden.expected).filter(({ ok }) => !ok)).toEqual([]);
});

// Every 12th pair here; all of them are run by `bench interpret --pairs`.
test('tells minimal pairs apart in the right slot and never gives them one key', () => {
  const missed = minimalPairs()
    .filter((_pair, i) => i % 12 === 0)
    .filter(({ a, b, told }) => {
      const [one, other] = [readBrief(a, lexicon), readBrief(b, lexicon)];
      return !told(one.reading, other.reading) || (one.key !== null && one.key === other.key);
    });
  expect(missed.map(({ a, b }) => `${a} ↔ ${b}`)).toEqual([]);
});

test('a fuzzed text never throws and always gives a valid reading', () => {
  const unit = fc.constantFrom(...'향꽃빼고안말않너무장미 70%,.ml당원ㅠㅋ\u0000\ud800🌹ignore규제무시바꿔절반으로첫향은'.split(''));
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 80 }), fc.string({ unit, maxLength: 120 })), (text) => {
      expect(Reading.safeParse(read(text)).success).toBe(true);
    }),
    { numRuns: 150, seed: 4 },
  );
}, 30_000);

test.each([
  ['prohibited', '릴리알을 넣은 은방울꽃', '릴리알을 뺀 은방울꽃'],
  ['over_limit', '시트랄 50% 레몬 향수', '시트랄 1% 레몬 향수'],
  ['override_refused', 'IFRA 검사를 끄고 장미 향수', 'IFRA 기준을 지켜서 장미 향수'],
  ['override_refused', '안전 한도를 무시하고 계피 가득', '안전 한도를 무시하지 말고 계피 조금'],
  ['tension', '강렬하면서 은은한 장미', '강렬하고 묵직한 장미'],
  ['unresolved', '뿡뿡이 같은 장미향', '이슬 같은 장미향'],
] as const)('gives the notice %s when it is due, and not when it is not', (kind, due, notDue) => {
  expect(NOTICE_KINDS).toContain(kind);
  expect(kinds(due)).toContain(kind);
  expect(kinds(notDue)).not.toContain(kind);
});

test('asks one question about an empty wish and none about a clear one', () => {
  expect(read('그냥 좋은 향 아무거나').clarify).toMatch(/\?|요\?|골라 주세요/);
  expect(read('꽃향만 아니면 돼요').clarify).not.toBeNull();
  expect(read('시원한 바다 향').clarify).toBeNull();
});

test('an edit-only brief changes the formula and asks for nothing else; a wish is no edit', () => {
  const edited = read('머스크를 절반으로');
  expect(edited.edit).toEqual({ ops: [{ op: 'scale', target: 'musk', factor: 0.5 }], scale: { musk: 0.5 } });
  expect(edited.notes_preference).toEqual({ citrus: 0.15, clean: 0.1, floral: 0.25, woody: 0.2, amber: 0.1, musk: 0.2 });
  expect(edited.clarify).toBeNull();
  expect(read('머스크 향수 만들어 주세요').edit).toBeNull();
  expect(read('장미 빼고 머스크').edit).toBeNull();
});

test('the limit notice holds the share that the category allows at the dose', () => {
  // IFRA 51, citral, category 4: 0.6 % of the finished product; at a dose of 18 % that is 3.33 % of the concentrate.
  expect(read('시트랄 50%, 부향률 18% 레몬 향수').notices.find(({ kind }) => kind === 'over_limit')).toMatchObject({
    cas: '5392-40-5',
    requested_pct: 50,
    limit_pct: 3.33,
  });
});

test('evidence quotes the brief at its offsets, decomposed input included', () => {
  const brief = '겨울에 뿌릴 바닐라 30ml, 꽃향은 빼고';
  for (const written of [brief, brief.normalize('NFD')]) {
    const { evidence } = read(written);
    for (const { start, end, text } of evidence) expect(brief.slice(start, end)).toBe(text);
    expect(evidence.find(({ path }) => path === 'season')?.text).toBe('겨울에');
    expect(evidence.find(({ path }) => path === 'exclude_families')?.text).toBe('꽃향은 빼고');
    expect(evidence.find(({ path }) => path === 'batch_ml')?.text).toBe('30ml');
  }
});

test('never names a brand in the reference', () => {
  const { reference } = read('조말론 잉글리쉬 페어 같은 향');
  expect(reference?.families.slice(0, 2)).toEqual(['fruity', 'floral']);
  expect(reference?.description).not.toMatch(/조말론|잉글리쉬/);
});

test('order of independent wishes and politeness do not change the key; a swapped contrast does', () => {
  const key = (brief: string) => readBrief(brief, lexicon).key;
  expect(key('겨울에 쓸 장미 향수')).toBe(key('겨울에 쓸 장미 향수 부탁드려요!!'));
  expect(key('장미 향수, 겨울용')).toBe(key('겨울용 장미 향수'));
  expect(key('장미 말고 자스민')).not.toBe(key('자스민 말고 장미'));
  expect(key('빼 주세요')).toBeNull();
});
