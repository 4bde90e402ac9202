import { afterDeath, afterGoodService, type Breaker, type BreakerState, backoffMs, breakerState, CLOSED } from '#domain/ladder/breaker.ts';
import { afterProbe, NEVER_UP, type Recovery } from '#domain/ladder/recovery.ts';
import type { EnsembleConfig, Quantisation, Seat } from '#server/config/ensemble.ts';
import type { GenerateOrder, Generation, LoadOrder, ReadyReport } from '../protocol.ts';
import type { ChildState } from './child-state.ts';
import { type ChildExit, ModelChild, ModelFailed } from './model-child.ts';
import type { Turnstile } from './turnstile.ts';

/** What a seat is doing, for the admin page, the metrics and the state table. */
export interface SeatReport {
  readonly seat: Seat;
  readonly model: string;
  readonly quantisation: Quantisation;
  /** `absent` = no file installed; `waiting` = before its turn, in backoff, or the breaker is open. */
  readonly state: ChildState | 'absent' | 'waiting';
  readonly up: boolean;
  /** Why it does not answer, plain English; null when it does. */
  readonly cause: string | null;
  readonly breaker: BreakerState;
  readonly restarts: number;
  readonly sequencesBusy: number;
  readonly sequencesTotal: number;
  readonly tokensPerSecond: number | null;
  readonly ready: ReadyReport | null;
  readonly rss: number;
  readonly pid: number | null;
  readonly since: Date;
}

/** What happens in a seat that others count or keep. */
export interface SeatEvents {
  onChange(report: SeatReport): void;
  onRestart(seat: Seat, reason: 'died' | 'refused' | 'recycled'): void;
  onGeneration(seat: Seat, generation: Generation): void;
  /** A process died while requests about these subjects were in it. */
  onCrash(seat: Seat, subjects: readonly string[]): void;
}

/** Monotonic clock, chance and waiting; tests bring their own. */
export interface World {
  now(): number;
  random(): number;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export interface SeatOptions {
  readonly seat: Seat;
  readonly model: string;
  readonly quantisation: Quantisation;
  /** Null when the model's file is not installed. */
  readonly order: LoadOrder | null;
  /** Why there is no file, when there is none. */
  readonly absence: string;
  readonly config: Pick<EnsembleConfig, 'supervision' | 'ladder'>;
  /** Only one model loads at a time: two that size themselves by free memory would both take it. */
  readonly turnstile: Turnstile;
  readonly world: World;
  readonly events: SeatEvents;
}

const RATE_WEIGHT = 0.2;

/** One model's place: keeps a process in it alive, and says whether it can be relied on. */
export class ModelSeat {
  readonly #options: SeatOptions;
  readonly #stopping = new AbortController();
  #child: ModelChild | null = null;
  #life: Promise<void> = Promise.resolve();
  #breaker: Breaker = CLOSED;
  #recovery: Recovery = NEVER_UP;
  #cause: string | null;
  #restarts = 0;
  #recycling = false;
  /** Ends the wait before the next try. */
  #hurry = new AbortController();
  #tokensPerSecond: number | null = null;
  #since = new Date();

  constructor(options: SeatOptions) {
    this.#options = options;
    this.#cause = options.order ? 'starting' : options.absence;
  }

  get installed(): boolean {
    return this.#options.order !== null;
  }

  get up(): boolean {
    return this.#recovery.up && this.#answering;
  }

  get #answering(): boolean {
    const state = this.#child?.state;
    return state === 'ready' || state === 'busy';
  }

  start(): void {
    const { order } = this.#options;
    if (order) this.#life = this.#live(order);
  }

  report(): SeatReport {
    const { seat, model, quantisation, order, world } = this.#options;
    return {
      seat,
      model,
      quantisation,
      state: this.#child?.state ?? (order ? 'waiting' : 'absent'),
      up: this.up,
      cause: this.up ? null : (this.#cause ?? 'waiting to be sure that it holds'),
      breaker: breakerState(this.#breaker, world.now()),
      restarts: this.#restarts,
      sequencesBusy: this.#child?.busy ?? 0,
      sequencesTotal: this.#child?.report?.sequences ?? 0,
      tokensPerSecond: this.#tokensPerSecond,
      ready: this.#child?.report ?? null,
      rss: this.#child?.rss ?? 0,
      pid: this.#child?.pid ?? null,
      since: this.#since,
    };
  }

  async generate(order: GenerateOrder, how: { signal: AbortSignal; onText: (text: string) => void }): Promise<Generation> {
    if (!this.#child) throw new ModelFailed('not_ready', this.#cause ?? 'no process');
    const generation = await this.#child.generate(order, how);
    const decodeS = (generation.ms - (generation.firstTokenMs ?? 0)) / 1000;
    if (decodeS > 0 && generation.outputTokens > 1) {
      const rate = (generation.outputTokens - 1) / decodeS;
      this.#tokensPerSecond = this.#tokensPerSecond === null ? rate : this.#tokensPerSecond + RATE_WEIGHT * (rate - this.#tokensPerSecond);
    }
    this.#breaker = afterGoodService(this.#breaker, this.#options.world.now());
    this.#options.events.onGeneration(this.#options.seat, generation);
    return generation;
  }

  /** Called about once a second: folds the process's state into the seat's, and retires a process that has grown. */
  tick(mayRecycle: boolean): void {
    const { config, world } = this.#options;
    const before = this.#recovery.up;
    this.#recovery = afterProbe(this.#recovery, this.#answering, world.now(), {
      goodProbes: config.ladder.good_probes,
      holdMs: config.ladder.hold_s * 1000,
    });
    if (before !== this.#recovery.up) this.#changed();
    if (mayRecycle && this.#wantsRecycling()) void this.recycle();
  }

  #wantsRecycling(): boolean {
    const child = this.#child;
    if (child?.state !== 'ready' || this.#recycling) return false;
    const { recycle_after_requests, recycle_rss_growth } = this.#options.config.supervision;
    return child.served >= recycle_after_requests || (child.settledRss > 0 && child.rss > child.settledRss * (1 + recycle_rss_growth));
  }

  /** Replaces the process by a fresh one; requests in it are finished first. Without one it is tried again now, breaker or not. */
  async recycle(): Promise<void> {
    if (!this.#child) {
      this.#breaker = CLOSED;
      this.#hurry.abort();
      return;
    }
    this.#recycling = true;
    await this.#child.drain(this.#options.config.supervision.drain_timeout_s * 1000);
  }

  /** Drains and stays down. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#cause = 'stopped';
    await this.#child?.drain(this.#options.config.supervision.drain_timeout_s * 1000);
    await this.#life;
  }

  async #live(order: LoadOrder): Promise<void> {
    const { world, config, events, seat } = this.#options;
    const { supervision } = config;
    const signal = this.#stopping.signal;
    for (let attempt = 0; !signal.aborted; ) {
      const pause = Math.max(0, (this.#breaker.openUntil ?? 0) - world.now());
      if (pause > 0) await this.#rest(pause);
      const { exit, wasReady } = await this.#oneLife(order);
      this.#child = null;
      if (signal.aborted) return;
      this.#restarts++;
      if (exit.inFlight.length > 0 && exit.cause !== null) events.onCrash(seat, exit.inFlight);
      if (this.#recycling) {
        this.#recycling = false;
        this.#recovery = NEVER_UP;
        this.#cause = 'being replaced by a fresh process';
        events.onRestart(seat, 'recycled');
        continue;
      }
      this.#cause = exit.cause ?? 'drained';
      const refused = exit.refusal !== null;
      this.#breaker = afterDeath(this.#breaker, world.now(), {
        // A file that was refused is refused again: wait out the pause instead of trying at once.
        deaths: refused ? 1 : supervision.breaker_deaths,
        windowMs: supervision.breaker_window_s * 1000,
        openMs: supervision.breaker_open_s * 1000,
      });
      events.onRestart(seat, refused ? 'refused' : 'died');
      attempt = wasReady ? 0 : attempt + 1;
      this.tick(false);
      this.#changed();
      const backoff = { firstMs: supervision.backoff_first_ms, maxMs: supervision.backoff_max_ms };
      if (breakerState(this.#breaker, world.now()) !== 'open') await this.#rest(backoffMs(attempt, world.random(), backoff));
    }
  }

  #rest(ms: number): Promise<void> {
    this.#hurry = new AbortController();
    return this.#options.world.sleep(ms, AbortSignal.any([this.#stopping.signal, this.#hurry.signal]));
  }

  /** From fork to exit. The turnstile is held until the model is ready or gone. */
  async #oneLife(order: LoadOrder): Promise<{ exit: ChildExit; wasReady: boolean }> {
    const { supervision } = this.#options.config;
    const release = await this.#options.turnstile.enter(this.#stopping.signal);
    let wasReady = false;
    return new Promise((resolve) => {
      if (this.#stopping.signal.aborted) {
        release();
        resolve({ exit: { cause: null, refusal: null, inFlight: [] }, wasReady });
        return;
      }
      this.#child = new ModelChild(order, {
        heartbeatMs: supervision.heartbeat_ms,
        missedBeats: supervision.missed_beats,
        stallMs: supervision.stall_s * 1000,
        loadTimeoutMs: supervision.load_timeout_s * 1000,
        onState: (state) => {
          if (state === 'ready' && !wasReady) {
            wasReady = true;
            this.#cause = null;
            release();
          }
          this.#changed();
        },
        onExit: (exit) => {
          release();
          resolve({ exit, wasReady });
        },
      });
    });
  }

  #changed(): void {
    this.#since = new Date();
    this.#options.events.onChange(this.report());
  }
}
