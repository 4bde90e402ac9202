import { z } from 'zod';
import { Rng } from '#domain/math/rng.ts';
import { RngStateSchema } from '#domain/policy/rng-state.ts';
import type { VectorEnvironment, VectorStep } from '#domain/policy/vector-environment.ts';

const GRAVITY = 9.8;
const CART_MASS = 1;
const POLE_MASS = 0.1;
const HALF_POLE_LENGTH = 0.5;
const FORCE = 10;
const DT = 0.02;
const ANGLE_LIMIT = (12 * 2 * Math.PI) / 360;
const POSITION_LIMIT = 2.4;
export const CARTPOLE_TIME_LIMIT = 500;

const CartPoleState = z.strictObject({ rng: RngStateSchema, bodies: z.array(z.number()), clocks: z.array(z.number()) });

/** CartPole-v1 as in Gymnasium (Barto, Sutton & Anderson 1983; Euler steps of 20 ms; +1 a step; 500 steps at most). */
export class CartPole implements VectorEnvironment {
  readonly envs: number;
  readonly observationSize = 4;
  readonly actionSize = 2;
  readonly observations: Float32Array;
  readonly #bodies: Float64Array;
  readonly #clocks: Int32Array;
  readonly #step: VectorStep;
  #rng: Rng;

  constructor(envs: number, seed: number) {
    this.envs = envs;
    this.observations = new Float32Array(envs * 4);
    this.#bodies = new Float64Array(envs * 4);
    this.#clocks = new Int32Array(envs);
    this.#step = {
      rewards: new Float64Array(envs).fill(1),
      dones: new Uint8Array(envs),
      truncations: new Uint8Array(envs),
      finalObservations: new Float32Array(envs * 4),
    };
    this.#rng = Rng.fromSeed(seed);
    for (let e = 0; e < envs; e++) this.#begin(e);
    this.observations.set(this.#bodies);
  }

  step(actions: Float32Array): VectorStep {
    for (let e = 0; e < this.envs; e++) {
      this.#push(e * 4, actions[e * 2 + 1] === 1 ? FORCE : -FORCE);
      this.#clocks[e] = (this.#clocks[e] as number) + 1;
      const fallen = Math.abs(this.#bodies[e * 4] as number) > POSITION_LIMIT || Math.abs(this.#bodies[e * 4 + 2] as number) > ANGLE_LIMIT;
      const timeUp = !fallen && (this.#clocks[e] as number) >= CARTPOLE_TIME_LIMIT;
      this.#step.dones[e] = fallen || timeUp ? 1 : 0;
      this.#step.truncations[e] = timeUp ? 1 : 0;
      if (fallen || timeUp) {
        this.#step.finalObservations.set(this.#bodies.subarray(e * 4, e * 4 + 4), e * 4);
        this.#begin(e);
      }
    }
    this.observations.set(this.#bodies);
    return this.#step;
  }

  state(): z.infer<typeof CartPoleState> {
    return { rng: this.#rng.state(), bodies: [...this.#bodies], clocks: [...this.#clocks] };
  }

  restore(state: unknown): void {
    const { rng, bodies, clocks } = CartPoleState.parse(state);
    this.#rng = Rng.fromState(rng);
    this.#bodies.set(bodies);
    this.#clocks.set(clocks);
    this.observations.set(this.#bodies);
  }

  #begin(e: number): void {
    for (let k = 0; k < 4; k++) this.#bodies[e * 4 + k] = 0.1 * this.#rng.uniform() - 0.05;
    this.#clocks[e] = 0;
  }

  #push(at: number, force: number): void {
    const s = this.#bodies;
    const [x, v, angle, spin] = [s[at] as number, s[at + 1] as number, s[at + 2] as number, s[at + 3] as number];
    const cos = Math.cos(angle);
    const sin = Math.sin(angle);
    const total = CART_MASS + POLE_MASS;
    const moment = POLE_MASS * HALF_POLE_LENGTH;
    const temp = (force + moment * spin * spin * sin) / total;
    const spinUp = (GRAVITY * sin - cos * temp) / (HALF_POLE_LENGTH * (4 / 3 - (POLE_MASS * cos * cos) / total));
    const push = temp - (moment * spinUp * cos) / total;
    s[at] = x + DT * v;
    s[at + 1] = v + DT * push;
    s[at + 2] = angle + DT * spin;
    s[at + 3] = spin + DT * spinUp;
  }
}
