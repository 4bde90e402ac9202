import { expect, test } from 'vitest';
import { entropyCoefficient, type ScheduleType } from './entropy-schedule.ts';

const expected: Record<ScheduleType, [number, number, number]> = {
  linear: [0.00775, 0.0055, 0.001],
  cosine: [0.008682, 0.0055, 0.001],
  exponential: [0.005623, 0.003162, 0.001],
};

test.each(Object.entries(expected) as [ScheduleType, [number, number, number]][])(
  '%s annealing at a quarter, half and all',
  (type, values) => {
    const schedule = { initial_entropy: 0.01, final_entropy: 0.001, decay_steps: 100_000, schedule_type: type };
    expect(entropyCoefficient(schedule, 0)).toBeCloseTo(0.01, 12);
    values.forEach((value, i) => {
      expect(entropyCoefficient(schedule, [25_000, 50_000, 100_000][i] as number)).toBeCloseTo(value, 6);
    });
    expect(entropyCoefficient(schedule, 900_000)).toBeCloseTo(0.001, 12);
  },
);
