import { describe, expect, it } from 'vitest';
import { readSeedCatalogue } from '#drizzle/seed/read-seed.ts';
import { Rng } from '../math/rng.ts';
import { airOverTime } from './air-over-time.ts';
import { evaporate } from './evaporate.ts';
import { liquidOf } from './liquid.ts';

const catalogue = readSeedCatalogue();
const HOUR = 3600;
/** These take a second or two; a machine that does ten things at once needs more. */
const SLOW_MACHINE_MS = 60_000;
const TIMES = [60, 600, HOUR, 4 * HOUR, 12 * HOUR, 24 * HOUR];

/** Random spray: 5–20 catalogue materials in ethanol, 50 mg. */
function randomLiquid(rng: Rng) {
  const lines = Array.from({ length: 5 + rng.int(16) }, () => ({
    material: catalogue.materials[rng.int(catalogue.materials.length)] ?? catalogue.materials[0],
    mass: 0.01 * Math.exp(rng.normal()),
  })).flatMap(({ material, mass }) => (material ? [{ material, mass }] : []));
  const ethanol = catalogue.materials.find(({ id }) => id === 'ethanol');
  const concentrate = lines.reduce((sum, { mass }) => sum + mass, 0);
  const scaled = lines.map(({ material, mass }) => ({ material, mass: (mass / concentrate) * 0.01 }));
  return liquidOf(catalogue, ethanol ? [...scaled, { material: ethanol, mass: 0.04 }] : scaled);
}

const setting = { temperatureK: 298.15, areaM2: 1e-3, massTransferMS: 3e-3, timesS: TIMES, gamma: 'unifac' as const };

describe('evaporation over 24 h', () => {
  it(
    'keeps the mass balance of 200 random formulas below 1e-6, with every amount finite and falling',
    () => {
      const rng = Rng.fromSeed(2019);
      for (let k = 0; k < 200; k++) {
        const liquid = randomLiquid(rng);
        const air = airOverTime(catalogue.odour, liquid, setting);
        expect(air.massBalanceError).toBeLessThan(1e-6);
        const falls = air.remainingG.every((left, t) => {
          const before = air.remainingG[t - 1] ?? liquid.mass;
          return left.every((mass, i) => mass >= 0 && mass <= (before[i] as number) * (1 + 1e-12));
        });
        expect(falls).toBe(true);
      }
    },
    SLOW_MACHINE_MS,
  );

  it(
    'agrees with an integration ten times finer to 0.1 % of every amount',
    () => {
      const rng = Rng.fromSeed(7);
      for (let k = 0; k < 20; k++) {
        const liquid = randomLiquid(rng);
        const coarse = airOverTime(catalogue.odour, liquid, setting);
        // The step goes with the square root of the tolerance: a hundredth of it makes about ten times as many steps.
        const fine = airOverTime(catalogue.odour, liquid, { ...setting, tolerance: 1e-5 });
        expect(fine.steps).toBeGreaterThan(5 * coarse.steps);
        const apart = coarse.remainingG.flatMap((left, t) =>
          [...left].map((mass, i) => Math.abs(mass - (fine.remainingG[t]?.[i] as number)) / (liquid.mass[i] as number)),
        );
        expect(Math.max(...apart)).toBeLessThanOrEqual(1e-3);
      }
    },
    SLOW_MACHINE_MS,
  );

  it('does not creep when only traces still change each other: a little birch tar in muguet took 73,000 steps', () => {
    const lines = Object.entries({ hedione: 35, linalool: 20, citral: 1, 'birch-tar-oil-rectified': 0.1, ethanol: 900 }).map(
      ([id, mass]) => ({
        material: catalogue.materials.find((material) => material.id === id) ?? expect.fail(`no ${id}`),
        mass: mass * 5e-5,
      }),
    );
    const { steps } = airOverTime(catalogue.odour, liquidOf(catalogue, lines), { ...setting, temperatureK: 305, timesS: [72 * HOUR] });
    expect(steps).toBeLessThan(300);
  });

  it('lets a single liquid leave at a constant rate: n(t) = n0 − k_G A P t/(R T), and be gone after n0/rate', () => {
    // k_G A P/(RT) = 3e-3 · 1e-3 · 7270 / (8.314462618 · 298.15) = 8.79803e-6 mol/s
    const rate = (3e-3 * 1e-3 * 7270) / (8.314462618 * 298.15);
    const n0 = 8.6825e-4;
    const { molesAt } = evaporate({
      moles: Float64Array.of(n0),
      psatPa: Float64Array.of(7270),
      gamma: null,
      temperatureK: 298.15,
      areaM2: 1e-3,
      massTransferMS: 3e-3,
      timesS: [0, 30, 90, 120],
    });
    expect(rate).toBeCloseTo(8.79803e-6, 10);
    expect(molesAt[1]?.[0]).toBeCloseTo(n0 - 30 * rate, 12);
    expect(molesAt[2]?.[0]).toBeCloseTo(n0 - 90 * rate, 12);
    expect(molesAt[3]?.[0]).toBeCloseTo(0, 12);
  });

  it('leaves what has no vapour pressure where it is', () => {
    const { molesAt } = evaporate({
      moles: Float64Array.of(1e-4, 1e-4),
      psatPa: Float64Array.of(0, 100),
      gamma: null,
      temperatureK: 298.15,
      areaM2: 1e-3,
      massTransferMS: 3e-3,
      timesS: [24 * HOUR],
    });
    expect(molesAt[0]?.[0]).toBe(1e-4);
    expect(molesAt[0]?.[1]).toBeLessThan(1e-10);
  });
});
