/** One batch that a designer rated: stars of the formula made without the model, and of those made with it. */
export interface RatedBatch {
  readonly control: readonly number[];
  readonly challenger: readonly number[];
}

export const ROLLBACK_MARGIN = 0.5;
const WINDOW = 20;
/** Fewer batches than this decide nothing. */
const LEAST_BATCHES = 5;

/** What the only unbiased comparison says: rated side by side, is the learned policy worse than none? */
export interface ChallengerVerdict {
  readonly verdict: 'keep' | 'roll_back' | 'undecided';
  /** Mean stars of challenger − control over the window; null without batches that hold both. */
  readonly lead: number | null;
  readonly batches: number;
}

/** Judges the newest 20 batches, oldest first. Rolls back when the challenger's mean is more than half a star below the control's. */
export function judgeChallenger(batches: readonly RatedBatch[]): ChallengerVerdict {
  const both = batches.filter(({ control, challenger }) => control.length > 0 && challenger.length > 0).slice(-WINDOW);
  if (both.length === 0) return { verdict: 'undecided', lead: null, batches: 0 };
  const lead = mean(both.map(({ control, challenger }) => mean(challenger) - mean(control)));
  const enough = both.length >= LEAST_BATCHES;
  return { verdict: !enough ? 'undecided' : lead < -ROLLBACK_MARGIN ? 'roll_back' : 'keep', lead, batches: both.length };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1);
}
