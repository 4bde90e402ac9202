import type { Note } from '../ingredient/family.ts';
import type { Material } from '../ingredient/material.ts';
import { GAS_CONSTANT, ROOM_K, TROUTON } from './constants.ts';

const KELVIN = 273.15;
/** Used only where no boiling point is known, J/mol: typical of odorants of 150–200 g/mol; estimate. */
const HEAT_OF_EVAPORATION = 60_000;

/**
 * Vapour pressure at another temperature, Pa: ln(P2/P1) = −ΔH/R (1/T2 − 1/T1) (Clausius–Clapeyron), ΔH ≈ 88·T_b J/mol
 * (Trouton), T_b in K.
 */
export function vapourPressureAt(pa25: number, boilingPointC: number | null, temperatureK: number): number {
  if (temperatureK === ROOM_K) return pa25;
  const heat = boilingPointC === null ? HEAT_OF_EVAPORATION : TROUTON * (boilingPointC + KELVIN);
  return pa25 * Math.exp((-heat / GAS_CONSTANT) * (1 / temperatureK - 1 / ROOM_K));
}

/** Structure factor K_F of the modified Grain method for odorants, and compressibility change at the boiling point. */
const GRAIN_KF = 1.06;
const GRAIN_DELTA_Z = 0.97;
const GAS_CONSTANT_CAL = 1.987;
const PA_PER_ATM = 101_325;

/**
 * Vapour pressure of a LIQUID at 25 °C from its normal boiling point, Pa; good to a factor of about 3 (estimate).
 * Never for crystals: vanillin would come out many times too high. Modified Grain method: Lyman, Handbook of Chemical
 * Property Estimation Methods, 1982, ch. 14; m = 0.4133 − 0.2575 T/T_b.
 */
export function grainVapourPressurePa(boilingPointC: number): number {
  const boilingK = boilingPointC + KELVIN;
  const reduced = ROOM_K / boilingK;
  const m = 0.4133 - 0.2575 * reduced;
  const heatOverT = GRAIN_KF * (8.75 + GAS_CONSTANT_CAL * Math.log(boilingK));
  const base = 3 - 2 * reduced;
  const bracket = 1 - base ** m / reduced - 2 * m * base ** (m - 1) * Math.log(reduced);
  return Math.exp((heatOverT / (GRAIN_DELTA_Z * GAS_CONSTANT_CAL)) * bracket) * PA_PER_ATM;
}

/** Bounds of the note classes, Pa at 25 °C; they agree with perfumers' labels for about five of six catalogue rows. */
const TOP_FROM_PA = 14;
const MIDDLE_FROM_PA = 0.63;

export function noteOfVapourPressure(pa25: number): Note {
  if (pa25 >= TOP_FROM_PA) return 'top';
  return pa25 >= MIDDLE_FROM_PA ? 'middle' : 'base';
}

/** Note class of a material: from its vapour pressure, else (naturals) the perfumers' label; null = no data. */
export function noteOf(material: Material): { note: Note; basis: 'vapour_pressure' | 'label' } | null {
  const pa = material.vapourPressurePa ?? material.vapourPressureLiquidPa;
  if (pa !== null) return { note: noteOfVapourPressure(pa), basis: 'vapour_pressure' };
  return material.note === null ? null : { note: material.note, basis: 'label' };
}
