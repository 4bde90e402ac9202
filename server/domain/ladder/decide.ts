import type { Mode } from '../run/mode.ts';

/** What is alive at this moment. */
export interface Health {
  readonly qwen: boolean;
  readonly mistral: boolean;
  readonly llama: boolean;
  readonly queueFull: boolean;
  readonly dbUp: boolean;
}

/** What is asked for, whether any model file is installed, and whether the embedded engines may answer. */
export interface Ask {
  readonly mode: Mode;
  readonly weights: boolean;
  readonly embedded: boolean;
}

export type ServedMode = Mode | 'emergency';

export const LADDER_REASONS = [
  'qwen_down',
  'mistral_down',
  'llama_down',
  'embedded_off',
  'database_down',
  'queue_full',
  'load',
  'time',
  'unusable_answer',
  'quarantined',
] as const;
export type LadderReason = (typeof LADDER_REASONS)[number];

export type Decision =
  | { readonly accept: false; readonly reasons: readonly ['queue_full'] }
  | {
      readonly accept: true;
      /** Readers in the order they are tried; when none answers the request is unavailable (503). */
      readonly read: readonly ('qwen' | 'cache' | 'embedded')[];
      readonly validate: readonly ('rules' | 'mistral')[];
      readonly hints: 'llama' | 'templates' | null;
      readonly servedMode: ServedMode;
      readonly persist: 'database' | 'spool';
      readonly reasons: readonly LadderReason[];
    };

/**
 * The degradation ladder: what answers a request, for every state of health. Total and pure.
 * No model installed is a choice and not a failure: the mode is served as asked and no model is named as a reason.
 * A model that the mode does not need is never a reason either.
 */
export function decide(health: Health, { mode, weights, embedded }: Ask): Decision {
  if (health.queueFull) return { accept: false, reasons: ['queue_full'] };
  const alive = weights ? health : { qwen: false, mistral: false, llama: false };
  const reasons: LadderReason[] = [];
  if (weights && !alive.qwen) reasons.push('qwen_down');
  if (weights && mode !== 'fast' && !alive.mistral) reasons.push('mistral_down');
  if (weights && mode === 'creative' && !alive.llama) reasons.push('llama_down');
  if (!embedded && !alive.qwen) reasons.push('embedded_off');
  if (!health.dbUp) reasons.push('database_down');
  return {
    accept: true,
    read: [
      ...(alive.qwen ? (['qwen'] as const) : []),
      ...(weights ? (['cache'] as const) : []),
      ...(embedded ? (['embedded'] as const) : []),
    ],
    validate: mode !== 'fast' && alive.mistral ? ['rules', 'mistral'] : ['rules'],
    hints: mode !== 'creative' ? null : alive.llama ? 'llama' : 'templates',
    servedMode: weights ? servedModeOf(mode, alive) : mode,
    persist: health.dbUp ? 'database' : 'spool',
    reasons,
  };
}

/**
 * The mode that an answer amounts to: the lowest of what was asked and what took part.
 * Creative needs all three models, balanced the reader and the validator, fast the reader.
 */
export function servedModeOf(asked: Mode, took: Pick<Health, 'qwen' | 'mistral' | 'llama'>): ServedMode {
  if (!took.qwen) return 'emergency';
  if (asked === 'fast' || !took.mistral) return 'fast';
  return asked === 'creative' && took.llama ? 'creative' : 'balanced';
}

/** One stair down when a run has waited longer than an admin allows; with no limit set, waiting changes nothing. */
export function modeAfterWaiting(mode: Mode, waitedS: number, waitLimitS: number | null): { mode: Mode; reasons: readonly LadderReason[] } {
  if (waitLimitS === null || waitedS <= waitLimitS || mode === 'fast') return { mode, reasons: [] };
  return { mode: mode === 'creative' ? 'balanced' : 'fast', reasons: ['load'] };
}
