import { existsSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError } from '#domain/error.ts';
import type { Health } from '#domain/ladder/decide.ts';
import { type EnsembleConfig, quantisationOf, SEATS, type Seat } from '#server/config/ensemble.ts';
import { installedFile, type ModelEntry, readManifest, requireModel } from '../manifest.ts';
import type { GenerateOrder, Generation, LoadOrder } from '../protocol.ts';
import { ModelSeat, type SeatEvents, type SeatReport, type World } from './seat.ts';
import { Turnstile } from './turnstile.ts';

const TICK_MS = 1000;

/** What the reading pipeline needs of the models; a test brings its own. */
export interface Models {
  /** False when no model file is installed, or the ensemble is switched off: a choice, not a failure. */
  readonly weights: boolean;
  health(): Pick<Health, Seat>;
  generate(seat: Seat, order: GenerateOrder, how: { signal: AbortSignal; onText: (text: string) => void }): Promise<Generation>;
}

/** No models at all: costs nothing, starts nothing. */
export const NO_MODELS: Models = {
  weights: false,
  health: () => ({ qwen: false, mistral: false, llama: false }),
  generate: () => Promise.reject(new Error('no models are installed')),
};

export interface EnsembleOptions {
  readonly config: EnsembleConfig;
  readonly grammars: Readonly<Record<string, string>>;
  readonly warmSystemPrompts: Readonly<Record<Seat, string>>;
  readonly events?: Partial<SeatEvents>;
  /** Tests use one thread and their own manifest. */
  readonly threads?: number;
  readonly manifest?: readonly ModelEntry[];
  readonly world?: World;
}

const WORLD: World = {
  now: () => performance.now(),
  random: () => Math.random(),
  sleep: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined),
};

/** The three seats of one worker: started one after the other, watched, reported, replaced when the configuration changes. */
export class Ensemble implements Models {
  readonly #options: EnsembleOptions;
  readonly #manifest: readonly ModelEntry[];
  readonly #turnstile = new Turnstile();
  readonly #seats = new Map<Seat, { readonly settings: string; readonly seat: ModelSeat }>();
  #config: EnsembleConfig;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: EnsembleOptions) {
    this.#options = options;
    this.#config = options.config;
    this.#manifest = options.manifest ?? readManifest();
    for (const seat of SEATS) this.#place(seat);
  }

  get weights(): boolean {
    return this.#config.enabled && [...this.#seats.values()].some(({ seat }) => seat.installed);
  }

  start(): void {
    if (!this.#config.enabled) return;
    for (const { seat } of this.#seats.values()) seat.start();
    this.#timer ??= setInterval(() => this.#tick(), TICK_MS);
  }

  health(): Pick<Health, Seat> {
    const up = (seat: Seat): boolean => this.#config.enabled && (this.#seats.get(seat)?.seat.up ?? false);
    return { qwen: up('qwen'), mistral: up('mistral'), llama: up('llama') };
  }

  reports(): SeatReport[] {
    return [...this.#seats.values()].map(({ seat }) => seat.report());
  }

  generate(seat: Seat, order: GenerateOrder, how: { signal: AbortSignal; onText: (text: string) => void }): Promise<Generation> {
    const found = this.#seats.get(seat);
    if (!found) return Promise.reject(new Error(`no seat ${seat}`));
    return found.seat.generate(order, how);
  }

  /** Resolves when every installed seat has been up or has given a cause, or the signal aborts. */
  async settled(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && this.reports().some(({ up, state, breaker }) => !up && state !== 'absent' && breaker === 'closed')) {
      await WORLD.sleep(20, signal);
      this.#tick();
    }
  }

  /** Takes up a changed configuration: a seat whose own settings changed is drained and filled again, the others run on. */
  async reconfigure(config: EnsembleConfig): Promise<void> {
    const was = this.#config;
    this.#config = config;
    if (was.enabled && !config.enabled) return this.stop();
    const changed = SEATS.filter((seat) => this.#seats.get(seat)?.settings !== this.#settingsOf(seat) || was.enabled !== config.enabled);
    for (const seat of changed) {
      await this.#seats.get(seat)?.seat.stop();
      this.#place(seat);
    }
    if (!config.enabled) return;
    for (const seat of changed) this.#seats.get(seat)?.seat.start();
    this.#timer ??= setInterval(() => this.#tick(), TICK_MS);
  }

  /** Gives seats fresh processes: the admin's button. */
  async recycle(seats: readonly Seat[] = SEATS): Promise<void> {
    for (const seat of seats) await this.#seats.get(seat)?.seat.recycle();
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    await Promise.all([...this.#seats.values()].map(({ seat }) => seat.stop()));
  }

  #tick(): void {
    // One seat at a time may be replaced, and only while the others are up.
    let mayRecycle = this.reports().every(({ up, state }) => up || state === 'absent');
    for (const { seat } of this.#seats.values()) {
      seat.tick(mayRecycle);
      if (mayRecycle && !seat.up && seat.installed) mayRecycle = false;
    }
  }

  #settingsOf(seat: Seat): string {
    const { models_dir, use_gpu, supervision, ladder } = this.#config;
    const { path, problem } = this.#fileOf(seat);
    // The file's time and size belong to the settings: a model that was pulled or replaced is taken up without a restart.
    const stat = path === null ? null : statSync(path);
    const own = [this.#config.seats[seat], quantisationOf(this.#config, seat), stat?.mtimeMs, stat?.size, problem];
    return JSON.stringify([own, models_dir, use_gpu, supervision, ladder]);
  }

  /** The seat's installed file, or null with the problem when there is one beyond its absence. */
  #fileOf(seat: Seat): { path: string | null; problem: string | null } {
    const { models_dir, seats } = this.#config;
    try {
      const entry = requireModel(this.#manifest, seats[seat].model);
      if (!entry.seats.includes(seat)) return { path: null, problem: `${entry.id} is not made for the seat of ${seat}` };
      return { path: existsSync(models_dir) ? installedFile(models_dir, entry, quantisationOf(this.#config, seat)) : null, problem: null };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return { path: null, problem: error.message };
    }
  }

  #place(seat: Seat): void {
    const config = this.#config;
    const { path, problem } = this.#fileOf(seat);
    const { model } = config.seats[seat];
    const quantisation = quantisationOf(config, seat);
    const nothing = (): void => undefined;
    this.#seats.set(seat, {
      settings: this.#settingsOf(seat),
      seat: new ModelSeat({
        seat,
        model,
        quantisation,
        order: path === null ? null : this.#orderFor(seat, requireModel(this.#manifest, model), path),
        absence: problem ?? `${model} ${quantisation} is not installed`,
        config,
        turnstile: this.#turnstile,
        world: this.#options.world ?? WORLD,
        events: { onChange: nothing, onRestart: nothing, onGeneration: nothing, onCrash: nothing, ...this.#options.events },
      }),
    });
  }

  #orderFor(seat: Seat, entry: ModelEntry, modelPath: string): LoadOrder {
    const { context_size, sequences, batch_size } = this.#config.seats[seat];
    return {
      modelPath,
      wrappers: entry.wrappers,
      gpu: this.#config.use_gpu,
      threads: this.#options.threads ?? Math.max(1, availableParallelism() - 1),
      contextSize: context_size,
      sequences,
      batchSize: batch_size,
      grammars: this.#options.grammars,
      warmSystemPrompt: this.#options.warmSystemPrompts[seat],
    };
  }
}
