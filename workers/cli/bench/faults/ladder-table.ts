import { decide } from '#domain/ladder/decide.ts';
import { afterProbe, NEVER_UP } from '#domain/ladder/recovery.ts';
import { Rng } from '#domain/math/rng.ts';
import { MODES } from '#domain/run/mode.ts';
import type { Proof } from '../fault.ts';

const HOLD_MS = 30_000;

/**
 * The ladder against its rules, worded a second time here; the table by hand is in decide.test.ts. Then `n` random days
 * of probes: a model's state changes at most once per hold on average.
 */
export const proof: Proof = {
  summary: 'all 32 states of health × 3 modes, and no flapping',
  n: 1000,
  async prove(_io, n) {
    let wrong = 0;
    for (let bits = 0; bits < 32; bits++) {
      const [qwen, mistral, llama, queueFull, dbUp] = [1, 2, 4, 8, 16].map((bit) => (bits & bit) !== 0) as [
        boolean,
        boolean,
        boolean,
        boolean,
        boolean,
      ];
      for (const mode of MODES) {
        const decision = decide({ qwen, mistral, llama, queueFull, dbUp }, { mode, weights: true, embedded: true });
        const stairs = { fast: qwen, balanced: qwen && mistral, creative: qwen && mistral && llama };
        const below = { fast: ['fast'], balanced: ['balanced', 'fast'], creative: ['creative', 'balanced', 'fast'] } as const;
        const served = below[mode].find((stair) => stairs[stair]) ?? 'emergency';
        const right = decision.accept
          ? !queueFull &&
            decision.servedMode === served &&
            decision.persist === (dbUp ? 'database' : 'spool') &&
            decision.read[0] === (qwen ? 'qwen' : 'cache') &&
            decision.read.at(-1) === 'embedded' &&
            decision.validate.includes('mistral') === (mode !== 'fast' && mistral) &&
            decision.hints === (mode === 'creative' ? (llama ? 'llama' : 'templates') : null)
          : queueFull;
        if (!right) wrong++;
      }
    }
    const rng = Rng.fromSeed(18);
    let mostPerHold = 0;
    for (let day = 0; day < n; day++) {
      let state = NEVER_UP;
      let changes = 0;
      let now = 0;
      const health = rng.uniform();
      for (; now < 3600_000; now += 1000) {
        const next = afterProbe(state, rng.uniform() < health, now, { goodProbes: 2, holdMs: HOLD_MS });
        if (next.up !== state.up) changes++;
        state = next;
      }
      // The first rise and its fall come without a hold.
      mostPerHold = Math.max(mostPerHold, ((changes - 2) * HOLD_MS) / now);
    }
    return {
      ok: wrong === 0 && mostPerHold <= 1,
      combinations: 96,
      wrong,
      simulated_hours: n,
      most_changes_per_30_s: Math.round(mostPerHold * 100) / 100,
    };
  },
};
