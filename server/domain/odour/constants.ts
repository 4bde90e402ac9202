/** Gas constant, J/(mol K) (CODATA 2018). */
export const GAS_CONSTANT = 8.314462618;
/** Temperature of the tables (25 °C) and of a blotter, and of skin, K. */
export const ROOM_K = 298.15;
export const SKIN_K = 305;
/** Intensity scale 0–100: 1.4 barely there, 6 weak, 17 moderate, 35 strong, 53 very strong (labelled magnitude). */
export const INTENSITY = { barely: 1.4, weak: 6, moderate: 17, strong: 35, veryStrong: 53, max: 100 } as const;
/** Exponent of the power law ψ = OV^n where no dose-response was measured (Stevens). */
export const STEVENS_EXPONENT = 0.35;
/** Heat of evaporation per kelvin of boiling point, J/(mol K): Trouton's rule. */
export const TROUTON = 88;
/** Mass transfer into still indoor air, m/s; the published range is 1–5·10⁻³. */
export const MASS_TRANSFER_M_S = 3e-3;
/** Area wetted by one spray, m², and the liquid on it, mg. */
export const SPRAY_AREA_M2 = 1e-3;
export const SPRAY_MG = 50;
export const SURFACES = ['blotter', 'skin'] as const;
export type Surface = (typeof SURFACES)[number];

export function surfaceTemperatureK(surface: Surface): number {
  return surface === 'skin' ? SKIN_K : ROOM_K;
}

/** Warm air rising past the sprayed skin, in which its vapour is diluted on the way to a neighbour, m³/s; estimate. */
const PLUME_M3_S = 1e-3;
/** Concentration at arm's length ÷ concentration at the surface: k_G A ÷ plume. */
export const FAR_DILUTION = (MASS_TRANSFER_M_S * SPRAY_AREA_M2) / PLUME_M3_S;
/** When sillage is judged, s. */
export const SILLAGE_AT_S = 3600;
