export const SCHEDULE_TYPES = ['linear', 'cosine', 'exponential'] as const;
export type ScheduleType = (typeof SCHEDULE_TYPES)[number];

export interface EntropySchedule {
  readonly initial_entropy: number;
  readonly final_entropy: number;
  /** Environment steps until the final value is reached; it stays there. */
  readonly decay_steps: number;
  readonly schedule_type: ScheduleType;
}

/**
 * Entropy coefficient after `steps` environment steps. With a state-independent Gaussian the entropy bonus acts on the log-std alone:
 * annealing it narrows exploration.
 */
export function entropyCoefficient(schedule: EntropySchedule, steps: number): number {
  const f = Math.min(Math.max(steps / schedule.decay_steps, 0), 1);
  const { initial_entropy: from, final_entropy: to } = schedule;
  switch (schedule.schedule_type) {
    case 'linear':
      return from + (to - from) * f;
    case 'cosine':
      return to + ((from - to) / 2) * (1 + Math.cos(Math.PI * f));
    case 'exponential':
      return from * (to / from) ** f;
  }
}
