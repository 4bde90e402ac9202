import { setTimeout as sleep } from 'node:timers/promises';
import { Rng } from '#domain/math/rng.ts';
import { SEATS, type Seat } from '#server/config/ensemble.ts';
import { readBriefWithLadder } from '#workers/llm/read-with-ladder.ts';
import { ModelFailed } from '#workers/llm/supervisor/model-child.ts';
import type { SeatReport } from '#workers/llm/supervisor/seat.ts';
import type { Proof } from '../fault.ts';
import { openTinyWorld, quantile, roleQuestion, sampleBrief, type TinyWorld } from './tiny-world.ts';

const READY_BAR_MS = 5000;
/** Later than the longest phase of a request of these models, so that kills fall before, into and after it. */
const LATEST_KILL_MS = 600;
const TIMEOUT_S = 8;
/** Often enough to notice an error, seldom enough not to be the load itself. */
const ASK_EVERY_MS = 200;

/** Kills a model's process at a random moment of a request; the request is answered, the others notice nothing. */
export const proof: Proof = {
  summary: 'SIGKILL of a model process at random phases',
  n: 200,
  async prove(io, n) {
    const modes = { creative: { timeout_s: TIMEOUT_S, max_new_tokens: 1500 } };
    const phases = watchPhases();
    const supervision = { breaker_deaths: 1_000_000, crashes_to_quarantine: 1_000_000 };
    await using world = await openTinyWorld({ modes, supervision }, { events: { onChange: phases.onChange } });
    const rng = Rng.fromSeed(3);
    const readyMs: number[] = [];
    const answerMs: number[] = [];
    let otherErrors = 0;
    let degraded = 0;
    for (let i = 0; i < n && !io.signal.aborted; i++) {
      const victim = SEATS[i % SEATS.length] ?? 'qwen';
      const stop = new AbortController();
      const others = SEATS.filter((seat) => seat !== victim).map((seat) => keepAsking(world, seat, stop.signal, () => otherErrors++));
      const began = performance.now();
      const reading = read(world, i, io.signal);
      await sleep(rng.uniform() * LATEST_KILL_MS);
      kill(world, victim);
      const killed = performance.now();
      phases.begin(victim, killed);
      // Watched beside the reading: that one may go on with the other models long after the victim is back.
      const back = ready(world, victim, io.signal).then(() => readyMs.push(performance.now() - killed));
      const output = await reading;
      answerMs.push(performance.now() - began);
      if (output.servedMode !== 'creative') degraded++;
      await back;
      stop.abort();
      await Promise.all(others);
      await world.ensemble.settled(AbortSignal.timeout(READY_BAR_MS * 4));
      if ((i + 1) % 20 === 0) io.progress(`  ${i + 1} kills, ready again p50 ${Math.round(quantile(readyMs, 0.5))} ms`);
    }
    const slowest = Math.max(...readyMs);
    const slowestAnswer = Math.max(...answerMs);
    return {
      ok: slowest <= READY_BAR_MS && otherErrors === 0 && slowestAnswer <= TIMEOUT_S * 1000 + 250,
      kills: readyMs.length,
      ready_ms: {
        p50: Math.round(quantile(readyMs, 0.5)),
        p95: Math.round(quantile(readyMs, 0.95)),
        max: Math.round(slowest),
        bar: READY_BAR_MS,
      },
      // What the time went into: until the death is noticed, until a new process has its libraries, until the model is in.
      phases_p50_ms: phases.p50(),
      answered: answerMs.length,
      answered_degraded: degraded,
      answer_max_ms: Math.round(slowestAnswer),
      other_models_errors: otherErrors,
    };
  },
};

const PHASE_ENDS = { dead: 'noticed', loading: 'process_and_libraries', selftest: 'model_load', ready: 'selftest' } as const;
type Phase = (typeof PHASE_ENDS)[keyof typeof PHASE_ENDS];

/** Times the states that the victim's seat passes on its way back. */
function watchPhases(): {
  begin(seat: Seat, now: number): void;
  onChange(report: SeatReport): void;
  p50(): Readonly<Record<Phase, number>>;
} {
  const spent: Record<Phase, number[]> = { noticed: [], process_and_libraries: [], model_load: [], selftest: [] };
  let victim: Seat | null = null;
  let last = 0;
  return {
    begin(seat, now) {
      victim = seat;
      last = now;
    },
    onChange({ seat, state }) {
      if (seat !== victim || !Object.hasOwn(PHASE_ENDS, state)) return;
      const now = performance.now();
      spent[PHASE_ENDS[state as keyof typeof PHASE_ENDS]].push(now - last);
      last = now;
      if (state === 'ready') victim = null;
    },
    p50: () =>
      Object.fromEntries(Object.entries(spent).map(([phase, ms]) => [phase, Math.round(quantile(ms, 0.5))])) as Record<Phase, number>,
  };
}

function read(world: TinyWorld, i: number, signal: AbortSignal): ReturnType<typeof readBriefWithLadder> {
  const nothing = (): void => undefined;
  return readBriefWithLadder({
    brief: sampleBrief(i),
    mode: 'creative',
    config: world.config,
    models: world.ensemble,
    cache: null,
    tenant: 'bench',
    embedded: world.embedded,
    quarantine: null,
    signal,
    onField: nothing,
    onHint: nothing,
    onMode: nothing,
  });
}

/** Short questions to a model that must not notice anything. */
async function keepAsking(world: TinyWorld, seat: Seat, signal: AbortSignal, onError: () => void): Promise<void> {
  for (let seed = 0; !signal.aborted; seed++) {
    const { order, valid } = roleQuestion(world, 'mistral', sampleBrief(seed), seed);
    try {
      const { text } = await world.ensemble.generate(seat, order, { signal, onText: () => undefined });
      if (!valid(text)) onError();
    } catch (error) {
      if (!(error instanceof ModelFailed) || error.code !== 'aborted') onError();
    }
    await sleep(ASK_EVERY_MS);
  }
}

function kill(world: TinyWorld, seat: Seat): void {
  const pid = world.ensemble.reports().find((report) => report.seat === seat)?.pid;
  if (pid) process.kill(pid, 'SIGKILL');
}

async function ready(world: TinyWorld, seat: Seat, signal: AbortSignal): Promise<void> {
  const state = (): string | undefined => world.ensemble.reports().find((report) => report.seat === seat)?.state;
  // The kill is not seen at once: first the state must leave ready.
  for (let waited = 0; waited < 200 && (state() === 'ready' || state() === 'busy'); waited++) await sleep(5);
  while (state() !== 'ready' && state() !== 'busy' && !signal.aborted) await sleep(5);
}
