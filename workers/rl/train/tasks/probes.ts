import { z } from 'zod';
import { Rng } from '#domain/math/rng.ts';
import { RngStateSchema } from '#domain/policy/rng-state.ts';
import type { VectorEnvironment, VectorStep } from '#domain/policy/vector-environment.ts';
import { Networks } from '../networks.ts';
import type { ActionKind } from '../onnx/network.ts';
import { CUSTOMARY, constantEntropy, type PpoConfig } from '../ppo-config.ts';
import { PpoTrainer } from '../trainer.ts';

/** A world so small that the right answer is known in closed form. */
interface Probe {
  readonly name: string;
  readonly kind: ActionKind;
  readonly length: number;
  /** Whether reaching `length` is a time limit and not an end. */
  readonly truncates: boolean;
  readonly gamma: number;
  readonly iterations: number;
  observe(t: number, coin: number): number;
  reward(t: number, observation: number, action: Float32Array): number;
  /** What was learned, from the network's answers at given observations. */
  judge(ask: (observation: number) => Promise<{ value: number; mean: Float32Array }>): Promise<{ value: number; ok: boolean }>;
}

const near = (value: number, target: number, tolerance: number) => ({ value, ok: Math.abs(value - target) <= tolerance });

export const PROBES: readonly Probe[] = [
  {
    name: 'constant reward through the time limit: V = 1/(1-γ) = 10',
    kind: 'categorical',
    length: 8,
    truncates: true,
    gamma: 0.9,
    iterations: 120,
    observe: () => 0,
    reward: () => 1,
    judge: async (ask) => near((await ask(0)).value, 10, 0.5),
  },
  {
    name: 'reward equal to the observation: V(1) - V(-1) = 2',
    kind: 'categorical',
    length: 1,
    truncates: false,
    gamma: 0.9,
    iterations: 40,
    observe: (_t, coin) => coin,
    reward: (_t, observation) => observation,
    judge: async (ask) => near((await ask(1)).value - (await ask(-1)).value, 2, 0.1),
  },
  {
    name: 'reward one step later: V(first)/V(second) = γ = 0.5',
    kind: 'categorical',
    length: 2,
    truncates: false,
    gamma: 0.5,
    iterations: 60,
    observe: (t) => t,
    reward: (t) => t,
    judge: async (ask) => near((await ask(0)).value / (await ask(1)).value, 0.5, 0.05),
  },
  {
    name: 'two-armed bandit: logit lead of the paying arm ≥ 3',
    kind: 'categorical',
    length: 1,
    truncates: false,
    gamma: 0.9,
    iterations: 40,
    observe: () => 0,
    reward: (_t, _observation, action) => (action[1] === 1 ? 1 : -1),
    judge: async (ask) => {
      const { mean } = await ask(0);
      const lead = (mean[1] as number) - (mean[0] as number);
      return { value: lead, ok: lead >= 3 };
    },
  },
  {
    name: 'continuous target: mean action 0.7',
    kind: 'gaussian',
    length: 1,
    truncates: false,
    gamma: 0.9,
    // 19 iterations of 10 updates stay below 200.
    iterations: 19,
    observe: () => 0,
    reward: (_t, _observation, action) => -(((action[0] as number) - 0.7) ** 2),
    judge: async (ask) => near((await ask(0)).mean[0] as number, 0.7, 0.05),
  },
];

const ENVS = 64;
const MINIBATCH = 256;

/** Trains one probe and asks the network for the known answer. */
export async function runProbe(probe: Probe, seed: number): Promise<{ probe: string; ok: boolean; value: number; updates: number }> {
  const actionSize = probe.kind === 'gaussian' ? 1 : 2;
  const network = { observationSize: 1, actionSize, hidden: 32, kind: probe.kind } as const;
  const config: PpoConfig = {
    ...CUSTOMARY,
    network,
    iterations: probe.iterations,
    stepsPerEnv: 8,
    epochs: 5,
    minibatch: MINIBATCH,
    gamma: probe.gamma,
    learningRate: [1e-2, 1e-3],
    clip: [0.2, 0.2],
    entropy: constantEntropy(0),
  };
  const networks = await Networks.open(network, MINIBATCH, config.logStdFloor);
  const trainer = new PpoTrainer({ networks, env: new ProbeWorld(probe, actionSize, seed), config, seed });
  while (!trainer.finished) await trainer.iterate();
  const { theta } = trainer.state.weights;
  const answer = await probe.judge(async (observation) => {
    const { mean, value } = await networks.act(theta, Float32Array.of(observation));
    return { mean, value: value[0] as number };
  });
  await networks.close();
  return { probe: probe.name, ...answer, updates: trainer.state.updates };
}

const ProbeState = z.strictObject({ rng: RngStateSchema, clocks: z.array(z.number()), observations: z.array(z.number()) });

class ProbeWorld implements VectorEnvironment {
  readonly envs = ENVS;
  readonly observationSize = 1;
  readonly actionSize: number;
  readonly observations = new Float32Array(ENVS);
  readonly #probe: Probe;
  readonly #clocks = new Int32Array(ENVS);
  readonly #step: VectorStep = {
    rewards: new Float64Array(ENVS),
    dones: new Uint8Array(ENVS),
    truncations: new Uint8Array(ENVS),
    finalObservations: new Float32Array(ENVS),
  };
  #rng: Rng;

  constructor(probe: Probe, actionSize: number, seed: number) {
    this.#probe = probe;
    this.actionSize = actionSize;
    this.#rng = Rng.fromSeed(seed + 17);
    for (let e = 0; e < ENVS; e++) this.#look(e);
  }

  step(actions: Float32Array): VectorStep {
    const { rewards, dones, truncations, finalObservations } = this.#step;
    for (let e = 0; e < ENVS; e++) {
      const t = this.#clocks[e] as number;
      const action = actions.subarray(e * this.actionSize, (e + 1) * this.actionSize);
      rewards[e] = this.#probe.reward(t, this.observations[e] as number, action);
      const over = t + 1 >= this.#probe.length;
      dones[e] = over ? 1 : 0;
      truncations[e] = over && this.#probe.truncates ? 1 : 0;
      finalObservations[e] = this.#probe.observe(t + 1, 1);
      this.#clocks[e] = over ? 0 : t + 1;
      this.#look(e);
    }
    return this.#step;
  }

  state(): z.infer<typeof ProbeState> {
    return { rng: this.#rng.state(), clocks: [...this.#clocks], observations: [...this.observations] };
  }

  restore(state: unknown): void {
    const { rng, clocks, observations } = ProbeState.parse(state);
    this.#rng = Rng.fromState(rng);
    this.#clocks.set(clocks);
    this.observations.set(observations);
  }

  #look(e: number): void {
    this.observations[e] = this.#probe.observe(this.#clocks[e] as number, this.#rng.uniform() < 0.5 ? -1 : 1);
  }
}
