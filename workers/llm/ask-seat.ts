import type { LadderReason } from '#domain/ladder/decide.ts';
import type { Mode } from '#domain/run/mode.ts';
import type { EnsembleConfig, Seat } from '#server/config/ensemble.ts';
import { orderFor } from './ask-model.ts';
import type { Models } from './supervisor/ensemble.ts';
import { ModelFailed } from './supervisor/model-child.ts';

/** What all questions about one brief have in common. */
export interface Asking {
  readonly models: Models;
  readonly mode: Mode;
  readonly config: EnsembleConfig;
  /** Hash of the brief: a process that dies under it counts against it. */
  readonly subject: string;
  readonly signal: AbortSignal;
  /** On performance.now()'s clock. */
  readonly deadline: number;
  /** Filled with the true causes of what is missing. */
  readonly reasons: Set<LadderReason>;
}

/**
 * One seat's answer, or null with the reason noted. Throws only when the caller itself has aborted. It settles by the
 * deadline even when the model's process hangs.
 */
export async function askSeat<T>(
  asking: Asking,
  seat: Seat,
  prompt: string,
  { parse, onText = () => undefined }: { parse: (text: string) => T | null; onText?: (soFar: string) => void },
): Promise<T | null> {
  const { models, mode, config, subject, signal, deadline, reasons } = asking;
  const left = deadline - performance.now();
  if (left <= 0) {
    reasons.add('time');
    return null;
  }
  let soFar = '';
  try {
    const order = orderFor(seat, prompt, mode, config, { timeoutMs: left, subject });
    const generation = await models.generate(seat, order, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(Math.ceil(left))]),
      onText: (text) => {
        soFar += text;
        onText(soFar);
      },
    });
    const answer = parse(generation.text);
    if (answer === null) reasons.add('unusable_answer');
    return answer;
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof ModelFailed)) throw error;
    reasons.add(reasonOf(error, seat));
    return null;
  }
}

function reasonOf({ code }: ModelFailed, seat: Seat): LadderReason {
  if (code === 'deadline' || code === 'aborted') return 'time';
  if (code === 'max_tokens' || code === 'too_long') return 'unusable_answer';
  return `${seat}_down`;
}
