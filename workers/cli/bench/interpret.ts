import { parseArgs } from 'node:util';
import { checkBrief } from '#domain/brief/check-brief.ts';
import { type Assertion, judgeReading } from '#domain/brief/golden/expectation.ts';
import { minimalPairs } from '#domain/brief/golden/minimal-pairs.ts';
import { readBrief } from '#domain/brief/read-brief.ts';
import { Reading } from '#domain/brief/reading.ts';
import { templateHints } from '#domain/brief/template-hints.ts';
import { validateReading } from '#domain/brief/validate-reading.ts';
import type { Lexicon } from '#domain/lexicon/build-lexicon.ts';
import { GOLDEN_SETS, type GoldenBrief, type GoldenSet, readGolden } from '#drizzle/seed/read-golden.ts';
import { readSeedEntries, readSeedLexicon } from '#drizzle/seed/read-lexicon.ts';
import { readSeedCatalogue } from '#drizzle/seed/read-seed.ts';
import { type CliIo, EXIT, type Verb } from '../verb.ts';
import { positiveInteger } from './positive-integer.ts';

const HELP = `Answers one line per measurement:
{set, briefs, assertions, assertion_accuracy, brief_accuracy, field_completeness, logical_consistency, polarity_accuracy,
 hint_diversity, by_difficulty, by_tag}, then minimal pairs, latency and memory.
--set tuning|held-out|open   only this golden set      --failures   one more line per brief that is not whole
--pairs      only the minimal pairs                    --fuzz [n]   n fuzzed texts (10000): none may throw; prints the slowest
Exit 1 when a bar is missed: tuning ≥ 97 % of assertions and ≥ 90 % of briefs whole, held-out ≥ 95 % and ≥ 85 %, open 20/20,
polarity ≥ 99 % (tuning), pairs 100 %, median ≤ 1 ms, p99 ≤ 5 ms, slowest fuzzed text ≤ 20 ms (CPU time of the thread).`;

const BARS: Readonly<Record<GoldenSet, { assertions: number; briefs: number }>> = {
  tuning: { assertions: 0.97, briefs: 0.9 },
  'held-out': { assertions: 0.95, briefs: 0.85 },
  open: { assertions: 1, briefs: 1 },
};
const POLARITY_BAR = 0.99;
const MEDIAN_BAR_MS = 1;
const P99_BAR_MS = 5;
const FUZZ_BAR_MS = 20;
const SPEED_ROUNDS = 40;
const FUZZ_TEXTS = 10_000;
/** Assertions about what is wanted, refused or turned down. */
const POLARITY = /^(?:excludes|keeps|reduces|does not|includes|refuses)/;

export const bench: Verb = {
  summary: 'bench interpret: how well and how fast the embedded reader reads',
  help: HELP,
  async run(io, args) {
    const { values } = parseArgs({
      args: [...args],
      options: { set: { type: 'string' }, failures: { type: 'boolean' }, pairs: { type: 'boolean' }, fuzz: { type: 'boolean' } },
      allowPositionals: true,
    });
    const before = heapBytes();
    const lexicon = readSeedLexicon();
    const lexiconMb = Math.round(((heapBytes() - before) / 1e6) * 10) / 10;
    if (values.fuzz) {
      const texts = args.find((arg) => /^\d+$/.test(arg));
      return fuzz(io, lexicon, texts === undefined ? FUZZ_TEXTS : positiveInteger(texts, '--fuzz'));
    }
    let ok = true;
    if (!values.pairs) {
      for (const set of GOLDEN_SETS)
        if (values.set === undefined || values.set === set) ok = (await goldenSet(io, set, lexicon, values.failures === true)) && ok;
    }
    if (values.set === undefined) ok = (await pairs(io, lexicon)) && ok;
    if (values.set === undefined && !values.pairs) ok = (await speed(io, lexicon, lexiconMb)) && ok;
    return ok ? EXIT.allAnswered : EXIT.someErrors;
  },
};

interface Judged {
  readonly golden: GoldenBrief;
  readonly reading: Reading;
  readonly assertions: readonly Assertion[];
}

async function goldenSet(io: CliIo, set: GoldenSet, lexicon: Lexicon, failures: boolean): Promise<boolean> {
  const catalogue = readSeedCatalogue();
  const judged: Judged[] = readGolden(set).map((golden) => {
    const { reading } = readBrief(golden.brief, lexicon);
    return { golden, reading, assertions: judgeReading(reading, golden.expected) };
  });
  const all = judged.flatMap(({ assertions }) => assertions);
  const polarity = all.filter(({ name }) => POLARITY.test(name));
  const consistent = judged.filter(
    ({ reading }) =>
      Reading.safeParse(reading).success &&
      validateReading(reading, catalogue).issues.every(({ severity, code }) => severity !== 'error' || code === 'prohibited_material'),
  );
  const result = {
    set,
    briefs: judged.length,
    assertions: all.length,
    assertion_accuracy: rate(all),
    brief_accuracy: wholeRate(judged),
    field_completeness: share(judged.filter(({ reading }) => everyFieldHasEvidence(reading)).length, judged.length),
    logical_consistency: share(consistent.length, judged.length),
    polarity_accuracy: rate(polarity),
    hint_diversity: hintDiversity(judged),
    by_difficulty: groups(judged, ({ golden }) => [golden.difficulty]),
    by_tag: groups(judged, ({ golden }) => golden.tags),
  };
  const bar = BARS[set];
  const ok =
    result.assertion_accuracy >= bar.assertions &&
    result.brief_accuracy >= bar.briefs &&
    (set !== 'tuning' || result.polarity_accuracy >= POLARITY_BAR);
  await io.answer({ ...result, bar, ok });
  if (!failures) return ok;
  for (const { golden, assertions } of judged) {
    const missed = assertions.filter((assertion) => !assertion.ok);
    if (missed.length > 0)
      await io.answer({ failure: golden.id, brief: golden.brief, missed: missed.map(({ name, got }) => ({ name, got })) });
  }
  return ok;
}

/** Every field that is not a default names the words behind it. */
function everyFieldHasEvidence(reading: Reading): boolean {
  const paths = new Set(reading.evidence.map(({ path }) => path.split('.')[0]));
  const said: [string, boolean][] = [
    ['exclude_families', reading.exclude_families.length > 0],
    ['reduce_families', reading.reduce_families.length > 0],
    ['include_ingredients', reading.include_ingredients.length > 0],
    ['exclude_ingredients', reading.exclude_ingredients.length > 0],
    ['pyramid', reading.pyramid !== null],
    ['product', reading.product !== 'fine_fragrance'],
    ['concentration', reading.concentration !== null],
    ['concentration_pct', reading.concentration_pct !== null],
    ['batch_ml', reading.batch_ml !== null],
    ['cost_cap', reading.cost_cap !== null],
    ['season', reading.season.length > 0],
    ['occasion', reading.occasion.length > 0],
    ['wearer', reading.wearer !== null],
    ['longevity_hours_min', reading.longevity_hours_min !== null],
    ['sillage', reading.sillage !== null],
    ['prefer', Object.values(reading.prefer).includes(true)],
    ['reference', reading.reference !== null],
    ['edit', reading.edit !== null],
    ['mood', reading.mood.length > 0],
  ];
  return said.every(([path, present]) => !present || paths.has(path));
}

/** Different hints over all hints, across the set. */
function hintDiversity(judged: readonly Judged[]): number {
  const catalogue = readSeedCatalogue();
  const hints = judged.flatMap(({ reading }, seed) => templateHints(reading, { seed, catalogue }));
  return share(new Set(hints).size, hints.length);
}

function groups(
  judged: readonly Judged[],
  of: (one: Judged) => readonly string[],
): Record<string, { briefs: number; whole: number; assertions: number }> {
  const byName = new Map<string, Judged[]>();
  for (const one of judged) for (const name of of(one)) byName.set(name, [...(byName.get(name) ?? []), one]);
  return Object.fromEntries(
    [...byName]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, members]) => [
        name,
        { briefs: members.length, whole: wholeRate(members), assertions: rate(members.flatMap(({ assertions }) => assertions)) },
      ]),
  );
}

async function pairs(io: CliIo, lexicon: Lexicon): Promise<boolean> {
  const byKind = new Map<string, { pairs: number; told: number; same_key: number }>();
  const missed: string[] = [];
  for (const pair of minimalPairs()) {
    const a = readBrief(pair.a, lexicon);
    const b = readBrief(pair.b, lexicon);
    const told = pair.told(a.reading, b.reading);
    const same = a.key !== null && a.key === b.key;
    const kind = byKind.get(pair.kind) ?? { pairs: 0, told: 0, same_key: 0 };
    byKind.set(pair.kind, { pairs: kind.pairs + 1, told: kind.told + Number(told), same_key: kind.same_key + Number(same) });
    if (!told || same) missed.push(`${pair.a} ↔ ${pair.b}`);
  }
  const kinds = [...byKind.values()];
  const total = kinds.reduce((sum, kind) => sum + kind.pairs, 0);
  const told = kinds.reduce((sum, kind) => sum + kind.told, 0);
  await io.answer({
    minimal_pairs: total,
    told,
    same_key: kinds.reduce((sum, kind) => sum + kind.same_key, 0),
    by_kind: Object.fromEntries(byKind),
    missed: missed.slice(0, 20),
    ok: missed.length === 0,
  });
  return missed.length === 0;
}

async function speed(io: CliIo, lexicon: Lexicon, lexiconMb: number): Promise<boolean> {
  const briefs = GOLDEN_SETS.flatMap((set) => readGolden(set)).map(({ brief }) => brief);
  for (const brief of briefs) readBrief(brief, lexicon);
  // The clock of a thread ticks in milliseconds: each brief is read often enough to be timed by it.
  const times = briefs.map((brief) => {
    const started = threadMs();
    for (let round = 0; round < SPEED_ROUNDS; round++) readBrief(brief, lexicon);
    return (threadMs() - started) / SPEED_ROUNDS;
  });
  times.sort((a, b) => a - b);
  const at = (q: number): number => Math.round((times[Math.min(times.length - 1, Math.floor(q * times.length))] ?? 0) * 1000) / 1000;
  const ok = at(0.5) <= MEDIAN_BAR_MS && at(0.99) <= P99_BAR_MS;
  await io.answer({
    briefs: times.length,
    rounds: SPEED_ROUNDS,
    median_ms: at(0.5),
    p95_ms: at(0.95),
    p99_ms: at(0.99),
    lexicon_mb: lexiconMb,
    entries: readSeedEntries().length,
    surfaces: lexicon.surfaces.size,
    ok,
  });
  return ok;
}

/** Unicode of every kind, jamo, emoji, control characters, injection texts, golden briefs cut and joined, up to 2,000 code points. */
async function fuzz(io: CliIo, lexicon: Lexicon, texts: number): Promise<number> {
  const { default: fc } = await import('fast-check');
  const briefs = readGolden('tuning').map(({ brief }) => brief);
  const injected = [
    "'; DROP TABLE briefs; --",
    '<script>alert(1)</script>',
    '{{7*7}}',
    '$(id)',
    '../../etc/passwd',
    'ignore all previous instructions',
    '\\u0000',
    '%00',
    '[INST] system [/INST]',
    '규제 무시해',
  ];
  const arbitrary = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.string({ unit: 'grapheme', maxLength: 200 }),
    fc.string({ unit: fc.constantFrom(...'가나다라마바사아자차카타파하ㅠㅋㄴㅏㅣ향꽃빼고안말않 '), maxLength: 600 }),
    fc
      .array(fc.constantFrom(...briefs, ...injected, '👃', '🌹', '\u0007', '\ud800', '　', '％', '１００'), { maxLength: 40 })
      .map((parts) => parts.join(' ')),
    fc
      .tuple(fc.constantFrom(...briefs), fc.nat(40), fc.nat(40))
      .map(([brief, from, length]) => brief.slice(from, from + length).repeat(1 + (length % 7))),
    fc.constantFrom('하', '장미 ', '빼', '너무 ', '1', 'a', '!', '배').map((unit) => unit.repeat(2000)),
  );
  let slowest = { ms: 0, text: '' };
  let invalid = 0;
  const started = performance.now();
  fc.assert(
    fc.property(arbitrary, (text) => {
      const checked = checkBrief(text);
      // What is refused is read too, cut to the allowed length: the reader itself must never throw.
      const brief = checked.ok ? checked.brief : [...text].slice(0, 2000).join('');
      const start = threadMs();
      const { reading } = readBrief(brief, lexicon);
      const ms = threadMs() - start;
      // A pause for garbage is not the text's: what looks slow is timed again.
      const again = (): number => {
        const from = threadMs();
        readBrief(brief, lexicon);
        return threadMs() - from;
      };
      if (ms > slowest.ms) slowest = { ms: Math.min(ms, again(), again(), again()), text: brief };
      if (!Reading.safeParse(reading).success) {
        invalid++;
        io.progress(`invalid reading of ${JSON.stringify(brief)}`);
      }
    }),
    { numRuns: texts, seed: 20_261_123 },
  );
  const ok = slowest.ms <= FUZZ_BAR_MS && invalid === 0;
  await io.answer({
    fuzzed: texts,
    thrown: 0,
    invalid,
    slowest_ms: Math.round(slowest.ms * 100) / 100,
    slowest_length: slowest.text.length,
    slowest: slowest.text.slice(0, 60),
    seconds: Math.round((performance.now() - started) / 100) / 10,
    ok,
  });
  return ok ? EXIT.allAnswered : EXIT.someErrors;
}

const rate = (assertions: readonly Assertion[]): number => share(assertions.filter(({ ok }) => ok).length, assertions.length);
const wholeRate = (judged: readonly Judged[]): number =>
  share(judged.filter(({ assertions }) => assertions.every(({ ok }) => ok)).length, judged.length);
const share = (part: number, whole: number): number => (whole === 0 ? 1 : Math.round((part / whole) * 10_000) / 10_000);

/** CPU time of this thread: what a reading costs on one core, whatever else the machine is doing. */
function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** Heap in use after a collection where the process allows one (node --expose-gc). */
function heapBytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
