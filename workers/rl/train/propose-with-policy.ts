import type { EvolveProblem } from '#domain/evolve/problem.ts';
import { copySheet, newSheet, type Sheet } from '#domain/evolve/sheet.ts';
import type { Rng } from '#domain/math/rng.ts';
import { EditEnvironment } from '#domain/policy/edit-environment.ts';
import { ACTION_SIZE, HORIZON } from '#domain/policy/layout.ts';
import type { FormulaScore } from '#domain/policy/refine.ts';
import { logStdOf, Networks } from './networks.ts';
import { readPolicyFile } from './policy-file.ts';

/** Evaluations that one rollout costs: the start and one per edit. */
export const EVALS_PER_ROLLOUT = HORIZON + 1;

const MOST_ROLLOUTS = 12;

/** Rollouts that pay at a budget: at most a third of it, so that the search has something left to refine them with. */
export function rolloutsFor(evals: number): number {
  return Math.max(1, Math.min(MOST_ROLLOUTS, Math.floor(evals / 3 / EVALS_PER_ROLLOUT)));
}

/** Seeds stay closer to the policy's mean than training's samples: the random starts bring variety enough. */
const SEED_TEMPERATURE = 0.5;

export interface Rollouts {
  /** The best formula of each rollout, best first. */
  readonly sheets: readonly Sheet[];
  readonly scores: readonly number[];
  readonly evals: number;
}

/** A policy ready to propose. Opens its networks once; close it when done. */
export class PolicyProposer {
  readonly #networks: Networks;
  readonly #theta: Float32Array;

  private constructor(networks: Networks, theta: Float32Array) {
    this.#networks = networks;
    this.#theta = theta;
  }

  /** Throws DomainError bad_input for a damaged or foreign file. */
  static async open(bytes: Uint8Array): Promise<PolicyProposer> {
    const { shape, theta } = readPolicyFile(bytes);
    return new PolicyProposer(await Networks.open(shape, 2, Number.NEGATIVE_INFINITY), theta);
  }

  /** `rollouts` edits of six moves from random formulas, sampled from the policy; `temperature` scales its deviation. */
  async propose(
    problem: EvolveProblem,
    score: FormulaScore,
    options: { rollouts: number; rng: Rng; starts?: readonly Sheet[]; temperature?: number },
  ): Promise<Rollouts> {
    const { rollouts, rng, starts = [], temperature = SEED_TEMPERATURE } = options;
    const env = new EditEnvironment([{ problem, score, starts }], rollouts, rng.uint32());
    const std = logStdOf(this.#networks.shape, this.#theta).map((value) => temperature * Math.exp(value));
    const best = Array.from({ length: rollouts }, () => ({ sheet: newSheet(), score: Number.NEGATIVE_INFINITY }));
    for (let t = 0; t < HORIZON; t++) {
      const { mean } = await this.#networks.act(this.#theta, env.observations.slice());
      env.edit(mean.map((value, i) => value + (std[i % ACTION_SIZE] as number) * rng.normal()));
      for (const [e, one] of best.entries()) {
        // Every formula on the way has been judged: the best of them, the later of equals, is what the rollout brought.
        if (env.score(e) < one.score) continue;
        one.score = env.score(e);
        copySheet(env.sheet(e), one.sheet);
      }
    }
    best.sort((a, b) => b.score - a.score);
    return { sheets: best.map(({ sheet }) => sheet), scores: best.map(({ score }) => score), evals: rollouts * EVALS_PER_ROLLOUT };
  }

  async close(): Promise<void> {
    await this.#networks.close();
  }
}
