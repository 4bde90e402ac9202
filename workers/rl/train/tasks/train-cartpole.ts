import { Networks } from '../networks.ts';
import { CUSTOMARY, constantEntropy, type PpoConfig } from '../ppo-config.ts';
import { PpoTrainer } from '../trainer.ts';
import { CARTPOLE_TIME_LIMIT, CartPole } from './cartpole.ts';

export interface CartPoleResult {
  readonly seed: number;
  readonly steps: number;
  readonly greedy_mean: number;
  readonly train_mean: number | null;
  /** Environment steps until the mean of the last 100 training episodes first reached 475; null when it never did. */
  readonly first_475_step: number | null;
  readonly seconds: number;
}

/** `zoo`: the settings of rl-baselines3-zoo. `cleanrl`: those of CleanRL's ppo.py. */
export const CARTPOLE_SETTINGS = ['zoo', 'cleanrl'] as const;
export type CartPoleSettings = (typeof CARTPOLE_SETTINGS)[number];

const SOLVED = 475;
const EVALUATION_EPISODES = 100;

function configFor(settings: CartPoleSettings, steps: number): { envs: number; config: PpoConfig } {
  const network = { observationSize: 4, actionSize: 2, hidden: 64, kind: 'categorical' } as const;
  if (settings === 'zoo') {
    const config = { ...CUSTOMARY, network, stepsPerEnv: 32, epochs: 20, minibatch: 256, gamma: 0.98, lambda: 0.8 };
    const rates = { learningRate: [1e-3, 0], clip: [0.2, 0], entropy: constantEntropy(0) } as const;
    return { envs: 8, config: { ...config, ...rates, iterations: Math.ceil(steps / 256) } };
  }
  const config = { ...CUSTOMARY, network, stepsPerEnv: 128, epochs: 4, minibatch: 128 };
  const rates = { learningRate: [2.5e-4, 0], clip: [0.2, 0.2], entropy: constantEntropy(0.01) } as const;
  return { envs: 4, config: { ...config, ...rates, iterations: Math.ceil(steps / 512) } };
}

/** Trains CartPole-v1 and plays 100 episodes greedily. */
export async function trainCartPole(seed: number, steps: number, settings: CartPoleSettings): Promise<CartPoleResult> {
  const started = performance.now();
  const { envs, config } = configFor(settings, steps);
  const networks = await Networks.open(config.network, config.minibatch, config.logStdFloor);
  const trainer = new PpoTrainer({ networks, env: new CartPole(envs, seed * 7919 + 1), config, seed });
  let first475: number | null = null;
  let trainMean: number | null = null;
  while (!trainer.finished) {
    const { stats } = await trainer.iterate();
    trainMean = stats['rollout/ep_rew_mean'] ?? null;
    if (first475 === null && (trainMean ?? 0) >= SOLVED && trainer.state.episodes.recent.length >= EVALUATION_EPISODES) {
      first475 = trainer.state.steps;
    }
  }
  const greedyMean = await playGreedily(networks, trainer.state.weights.theta, seed);
  await networks.close();
  const seconds = (performance.now() - started) / 1000;
  return { seed, steps: trainer.state.steps, greedy_mean: greedyMean, train_mean: trainMean, first_475_step: first475, seconds };
}

async function playGreedily(networks: Networks, theta: Float32Array, seed: number): Promise<number> {
  const env = new CartPole(EVALUATION_EPISODES, seed * 104_729 + 3);
  const lengths = new Float64Array(env.envs);
  for (let t = 1; t <= CARTPOLE_TIME_LIMIT; t++) {
    const { mean } = await networks.act(theta, env.observations.slice());
    const actions = new Float32Array(env.envs * 2);
    for (let e = 0; e < env.envs; e++) actions[e * 2 + ((mean[e * 2 + 1] as number) > (mean[e * 2] as number) ? 1 : 0)] = 1;
    const { dones } = env.step(actions);
    for (let e = 0; e < env.envs; e++) if (dones[e] === 1 && lengths[e] === 0) lengths[e] = t;
  }
  return lengths.reduce((sum, length) => sum + length, 0) / env.envs;
}
