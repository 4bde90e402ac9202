import { GAS_CONSTANT } from './constants.ts';
import { evaporate } from './evaporate.ts';
import type { Liquid } from './liquid.ts';
import { intensityOf } from './perception.ts';
import type { OdourTables } from './tables.ts';
import { type ActivityModel, activityModel, unifacOf } from './unifac.ts';
import { vapourPressureAt } from './vapour-pressure.ts';

/** unifac = exact γ at every step; tabulated = γ held until the composition has moved; ideal = γ 1. */
export type GammaMode = 'unifac' | 'tabulated' | 'ideal';

export interface AirSetting {
  readonly temperatureK: number;
  readonly areaM2: number;
  readonly massTransferMS: number;
  /** Ascending. */
  readonly timesS: readonly number[];
  readonly gamma: GammaMode;
  readonly tolerance?: number;
}

/** Liquid and the air above it at each time; arrays are times × components. */
export interface AirOverTime {
  readonly remainingG: readonly Float64Array[];
  readonly gamma: readonly Float64Array[];
  /** Concentration in the air at the surface, g/m³. */
  readonly gasGM3: readonly Float64Array[];
  /** Perceived intensity 0–100 of each component alone; NaN = no data. */
  readonly intensity: readonly Float64Array[];
  readonly massBalanceError: number;
  readonly steps: number;
  readonly missingPairs: readonly string[];
}

/** Evaporates a liquid (masses in g) and reports the air above it. */
export function airOverTime(tables: OdourTables, liquid: Liquid, setting: AirSetting): AirOverTime {
  const { temperatureK } = setting;
  const { substances } = liquid;
  const size = substances.length;
  const psatPa = Float64Array.from(substances, ({ psatPa: pa, boilingPointC }) =>
    pa === null ? 0 : vapourPressureAt(pa, boilingPointC, temperatureK),
  );
  const molarMass = Float64Array.from(substances, (substance) => substance.molarMass);
  const moles = Float64Array.from(liquid.mass, (mass, i) => mass / (molarMass[i] as number));
  const model =
    setting.gamma === 'ideal'
      ? null
      : activityModel(
          unifacOf(tables),
          substances.map(({ groups }) => groups),
          temperatureK,
        );
  const held = model && setting.gamma === 'tabulated' ? heldUntilMoved(model, size) : model;
  const tolerance = setting.tolerance ?? (setting.gamma === 'tabulated' ? TABULATED_TOLERANCE : undefined);
  const run = evaporate({
    moles,
    psatPa,
    gamma: held ? (n, out) => held.gamma(n, out) : null,
    temperatureK,
    areaM2: setting.areaM2,
    massTransferMS: setting.massTransferMS,
    timesS: setting.timesS,
    ...(tolerance === undefined ? {} : { tolerance }),
  });
  const gasGM3 = run.molesAt.map((n, t) => {
    let total = 0;
    for (let i = 0; i < size; i++) total += n[i] as number;
    const gamma = run.gammaAt[t] as Float64Array;
    const out = new Float64Array(size);
    if (!(total > 0)) return out;
    for (let i = 0; i < size; i++) {
      const pa = ((gamma[i] as number) * (n[i] as number) * (psatPa[i] as number)) / total;
      out[i] = (pa * (molarMass[i] as number)) / (GAS_CONSTANT * temperatureK);
    }
    return out;
  });
  return {
    remainingG: run.molesAt.map((n) => n.map((value, i) => value * (molarMass[i] as number))),
    gamma: run.gammaAt,
    gasGM3,
    intensity: gasGM3.map((gas) => gas.map((value, i) => smelt(substances[i], value))),
    massBalanceError: run.massBalanceError,
    steps: run.steps,
    missingPairs: model?.missingPairs ?? [],
  };
}

function smelt(substance: Liquid['substances'][number] | undefined, gasGM3: number): number {
  return (substance && substance.psatPa !== null ? intensityOf(substance.perception, gasGM3) : null) ?? Number.NaN;
}

/** Held coefficients jump when they are renewed; steps finer than their error gain nothing. */
const TABULATED_TOLERANCE = 0.02;
/** Sum of the changes of all mole fractions at which held activity coefficients are computed anew. */
const MOVED = 0.05;

/** γ tabulated along the way: the last values serve until the mole fractions have moved by 5 % in all. */
function heldUntilMoved(model: ActivityModel, size: number): ActivityModel {
  const at = new Float64Array(size).fill(Number.NaN);
  const gamma = new Float64Array(size);
  return {
    missingPairs: model.missingPairs,
    gamma(moles, out) {
      let total = 0;
      for (let i = 0; i < size; i++) total += moles[i] as number;
      let moved = 0;
      for (let i = 0; i < size; i++) moved += Math.abs((moles[i] as number) / total - (at[i] as number));
      if (!(moved <= MOVED)) {
        for (let i = 0; i < size; i++) at[i] = (moles[i] as number) / total;
        model.gamma(moles, gamma);
      }
      out.set(gamma);
    },
  };
}
