import type { BriefReading } from '#domain/brief/read-brief.ts';
import type { Reading, Validation } from '#domain/brief/reading.ts';
import { DomainError } from '#domain/error.ts';
import type { Catalogue } from '#domain/ingredient/catalogue.ts';
import { type Decision, decide, type LadderReason, modeAfterWaiting, type ServedMode, servedModeOf } from '#domain/ladder/decide.ts';
import type { Mode } from '#domain/run/mode.ts';
import { briefHash } from '#server/cache/keys.ts';
import type { CacheHit, CacheQuestion, ReadingCache } from '#server/cache/reading-cache.ts';
import type { EnsembleConfig, ModeSettings, Seat } from '#server/config/ensemble.ts';
import { answerVersions } from './ask-model.ts';
import { type Asking, askSeat } from './ask-seat.ts';
import type { ModelAnswer } from './model-answer.ts';
import { FieldReporter, HintReporter, type OnField, type OnHint, type OnText } from './report-progress.ts';
import { finishedMembers, finishedStrings, openString } from './roles/finished.ts';
import { hinterPrompt, parseHints } from './roles/hinter.ts';
import { mergeReading } from './roles/merge-reading.ts';
import { NOTHING_SAID, parseReaderWords, ReaderWords, readerPrompt } from './roles/reader.ts';
import { parseValidatorWords, validatorPrompt, withDoubts } from './roles/validator.ts';
import type { Models } from './supervisor/ensemble.ts';

/** The engines that are always there, bound to a catalogue and a lexicon. */
export interface Embedded {
  readonly catalogue: Catalogue;
  /** Names the lexicon and the limits in force; a change outdates cached answers. */
  readonly facts: string;
  read(brief: string): BriefReading;
  /** A second look that must agree before two briefs count as equal. */
  guard(brief: string): string;
  validate(reading: Reading): Validation;
  hints(reading: Reading): string[];
}

/** Counts the model deaths that a brief has caused; `subject` is the brief's hash. */
export interface Quarantine {
  crashes(subject: string): Promise<number>;
  crashed(subject: string, seat: Seat): Promise<void>;
  survived(subject: string): Promise<void>;
}

export interface ReadInput {
  readonly brief: string;
  readonly mode: Mode;
  /** How long the brief has waited for its turn; steps the mode down only when an admin has set `ladder.wait_s`. */
  readonly waitedS?: number;
  readonly config: EnsembleConfig;
  readonly models: Models;
  readonly cache: ReadingCache<ModelAnswer> | null;
  /** Whose brief it is: the owner's id. */
  readonly tenant: string;
  readonly embedded: Embedded;
  readonly quarantine: Quarantine | null;
  readonly signal: AbortSignal;
  readonly onField: OnField;
  readonly onHint: OnHint;
  /** The hint a model is writing, piece by piece; whoever does not watch leaves it out. */
  readonly onText?: OnText;
  readonly onMode: (change: { requested: Mode; from: ServedMode; to: ServedMode; reasons: LadderReason[] }) => void;
}

export interface ReadOutput {
  readonly reading: Reading;
  readonly validation: Validation;
  readonly key: string | null;
  readonly hints: string[];
  readonly servedBy: {
    readonly read: 'embedded' | 'qwen' | 'cache';
    readonly validate: string;
    readonly hints: 'templates' | 'llama' | null;
  };
  readonly servedMode: ServedMode;
  readonly reasons: readonly LadderReason[];
  readonly cached?: { readonly ageS: number; readonly tier: string };
  /** To be stored with the run: what it was read with. */
  readonly resolvedConfig: { readonly mode: ModeSettings; readonly versions: string; readonly weights: boolean };
}

/** What came of the models' part. */
interface Outcome {
  readonly answer: ModelAnswer | null;
  readonly took: { readonly qwen: boolean; readonly mistral: boolean; readonly llama: boolean };
  readonly reasons: readonly LadderReason[];
}

/** One call's own state: its input, the rules' reading, and what has been reported. `mode` is what waiting has left of the request. */
interface Call extends ReadInput {
  readonly requested: Mode;
  readonly loadReasons: readonly LadderReason[];
  readonly rules: BriefReading;
  readonly fields: FieldReporter;
  readonly hinted: HintReporter;
  readonly asked: CacheQuestion;
  /** The rules' complete answer, made once: at the hedge, or when it is needed. */
  readonly fallback: () => { readonly validation: Validation; readonly hints: string[] };
}

const NOBODY = { qwen: false, mistral: false, llama: false } as const;

/**
 * Reads a brief by whatever is alive. The rules' reading is there first and its fields are reported at once; a model's
 * words refine it. Whatever fails, the answer comes within the mode's timeout and says what it is.
 * Without weights nothing is asked, waited for or looked up. Throws unavailable when nothing may answer, and the signal's
 * reason when it aborts.
 */
export async function readBriefWithLadder(input: ReadInput): Promise<ReadOutput> {
  input.signal.throwIfAborted();
  const call = begin(input);
  const { mode } = call;
  const { config, models, quarantine, signal } = input;
  const subject = briefHash(input.brief);
  const crashes = models.weights && quarantine ? await quarantine.crashes(subject) : 0;
  const quarantined = crashes >= config.supervision.crashes_to_quarantine;
  const health = { ...(quarantined ? NOBODY : models.health()), queueFull: false, dbUp: true };
  const decision = decide(health, { mode, weights: models.weights, embedded: config.embedded });
  if (!decision.accept) throw new Error('the queue is not asked here');

  const hit = models.weights ? await lookUp(call, health.qwen) : null;
  const outcome: Outcome = hit
    ? { answer: hit.answer, took: tookOf(hit), reasons: decision.reasons }
    : await askModels(call, decision, subject);
  signal.throwIfAborted();
  if (!hit && !outcome.took.qwen && !config.embedded) {
    const sentence = '지금은 브리프를 읽을 엔진이 없어요. 잠시 뒤에 다시 시도해 주세요.';
    throw new DomainError('unavailable', `no reader answered (${outcome.reasons.join(', ')})`, sentence, { reasons: outcome.reasons });
  }
  if (crashes > 0 && outcome.took.qwen && !hit) await quarantine?.survived(subject);
  const causes: readonly LadderReason[] = quarantined ? ['quarantined'] : outcome.reasons;
  return finish(call, { ...outcome, reasons: [...call.loadReasons, ...causes] }, hit, health.qwen);
}

function begin(input: ReadInput): Call {
  const { brief, config, embedded, tenant } = input;
  const stepped = modeAfterWaiting(input.mode, input.waitedS ?? 0, input.models.weights ? config.ladder.wait_s : null);
  const rules = embedded.read(brief);
  const fields = new FieldReporter(input.onField);
  fields.report(rules.reading);
  let made: ReturnType<Call['fallback']> | null = null;
  const fallback = (): ReturnType<Call['fallback']> => {
    made ??= { validation: embedded.validate(rules.reading), hints: embedded.hints(rules.reading) };
    return made;
  };
  const asked: CacheQuestion = {
    scope: { tenant, versions: answerVersions(config, embedded.facts) },
    brief,
    canonical: cacheForm(rules, brief, embedded),
  };
  const { mode, reasons: loadReasons } = stepped;
  return {
    ...input,
    mode,
    requested: input.mode,
    loadReasons,
    rules,
    fields,
    hinted: new HintReporter(input.onHint, input.onText),
    asked,
    fallback,
  };
}

/** What must be equal for two briefs to share an answer; null when a cue could not be attached. */
export function cacheForm({ key, canonical }: BriefReading, brief: string, { guard }: Pick<Embedded, 'guard'>): string | null {
  return key === null ? null : `${JSON.stringify(canonical)}\n${guard(brief)}`;
}

/** An entry of the asked tier; when the reader is down, of any tier a model made, a stale one too. */
async function lookUp({ cache, mode, asked }: Call, readerUp: boolean): Promise<CacheHit<ModelAnswer> | null> {
  if (!cache) return null;
  const fitting = await cache.find(asked, { atLeast: mode });
  return fitting || readerUp ? fitting : cache.find(asked, { atLeast: 'fast', stale: true });
}

function tookOf({ answer }: CacheHit<ModelAnswer>): Outcome['took'] {
  return { qwen: true, mistral: answer.doubts !== null, llama: answer.hints !== null };
}

type Accepted = Extract<Decision, { accept: true }>;

/** Equal briefs under way together are asked once; what a model answered is kept under the tier it amounts to. */
async function askModels(call: Call, decision: Accepted, subject: string): Promise<Outcome> {
  const { mode, models, cache, asked, signal } = call;
  const someone = decision.read[0] === 'qwen' || decision.validate.includes('mistral') || decision.hints === 'llama';
  if (!models.weights || !someone) return { answer: null, took: NOBODY, reasons: decision.reasons };
  const work = (): Promise<Outcome> => askInOrder(call, decision, subject);
  if (!cache) return work();
  let outcome: Outcome;
  try {
    outcome = (await cache.once(asked, mode, work)).value;
  } catch {
    // The one who asked first has given up; this caller has not.
    signal.throwIfAborted();
    outcome = await work();
  }
  const tier = servedModeOf(mode, outcome.took);
  if (outcome.answer && tier !== 'emergency') await cache.keep(asked, tier, outcome.answer);
  return outcome;
}

/** The reader first; then the validator and the hinter side by side, both from the reading alone. */
async function askInOrder(call: Call, decision: Accepted, subject: string): Promise<Outcome> {
  const { brief, mode, config, rules, fields, hinted, fallback } = call;
  const timeoutMs = config.modes[mode].timeout_s * 1000;
  const asking: Asking = { ...call, subject, deadline: performance.now() + timeoutMs, reasons: new Set(decision.reasons) };
  const hedge = setTimeout(fallback, timeoutMs * config.ladder.hedge_at);
  try {
    const words =
      decision.read[0] === 'qwen'
        ? await askSeat(asking, 'qwen', readerPrompt(brief, mode), {
            parse: parseReaderWords,
            onText: (text) => fields.report(merged(call, wordsSoFar(text))),
          })
        : null;
    const reading = words ? merged(call, words) : rules.reading;
    const [doubts, hints] = await Promise.all([
      decision.validate.includes('mistral')
        ? askSeat(asking, 'mistral', validatorPrompt(brief, reading), { parse: parseValidatorWords })
        : null,
      decision.hints === 'llama'
        ? askSeat(asking, 'llama', hinterPrompt(brief, reading), {
            parse: parseHints,
            onText: (text) => hinted.soFar(finishedStrings(text, 'h'), openString(text, 'h')),
          })
        : null,
    ]);
    return {
      answer: words || doubts || hints ? { words: words ?? NOTHING_SAID, doubts, hints } : null,
      took: { qwen: words !== null, mistral: doubts !== null, llama: hints !== null },
      reasons: [...asking.reasons],
    };
  } finally {
    clearTimeout(hedge);
  }
}

function finish(call: Call, { answer, took, reasons }: Outcome, hit: CacheHit<ModelAnswer> | null, readerUp: boolean): ReadOutput {
  const { mode, requested, config, models, embedded, fields, hinted, rules, asked, fallback } = call;
  const read = answer !== null && took.qwen;
  const reading = read ? merged(call, answer.words) : rules.reading;
  fields.report(reading);
  const checked = read ? embedded.validate(reading) : fallback().validation;
  const validation = answer?.doubts ? withDoubts(checked, answer.doubts) : checked;
  const hintsBy = mode !== 'creative' ? null : answer?.hints ? 'llama' : 'templates';
  const hints = hintsBy === null ? [] : (answer?.hints ?? (read ? embedded.hints(reading) : fallback().hints));
  if (hintsBy) hinted.all(hints, hintsBy);
  // A cached answer is one of its tier; while the reader is down it is still shown as what it is, an emergency answer.
  const servedMode = !models.weights ? mode : hit && !readerUp ? 'emergency' : servedModeOf(mode, took);
  if (servedMode !== requested) call.onMode({ requested, from: requested, to: servedMode, reasons: [...reasons] });
  return {
    reading,
    validation,
    key: rules.key,
    hints,
    servedBy: { read: hit ? 'cache' : read ? 'qwen' : 'embedded', validate: validation.by.join('+'), hints: hintsBy },
    servedMode,
    reasons,
    ...(hit ? { cached: { ageS: hit.ageS, tier: hit.tier } } : {}),
    resolvedConfig: { mode: config.modes[mode], versions: asked.scope.versions, weights: models.weights },
  };
}

function merged({ rules, brief, embedded }: Call, words: ReaderWords): Reading {
  return mergeReading(rules.reading, words, brief, embedded.catalogue);
}

/** The words that are certain while the model still writes; the rest counts as not said. */
function wordsSoFar(text: string): ReaderWords {
  const parsed = ReaderWords.safeParse({ ...NOTHING_SAID, ...Object.fromEntries(finishedMembers(text)) });
  return parsed.success ? parsed.data : NOTHING_SAID;
}
