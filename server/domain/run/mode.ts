/** What a designer asks for. Fast reads; balanced also validates with a second model; creative adds hints. */
export const MODES = ['fast', 'balanced', 'creative'] as const;
export type Mode = (typeof MODES)[number];

export const EVOLVE_PRESETS = ['fast', 'balanced', 'thorough'] as const;
export type EvolvePreset = (typeof EVOLVE_PRESETS)[number];

export const PRESET_OF_MODE: Readonly<Record<Mode, EvolvePreset>> = { fast: 'fast', balanced: 'balanced', creative: 'thorough' };

/** Most rounds a run of this mode goes on for when the hypervolume keeps growing. */
export const MAX_ROUNDS_OF_MODE: Readonly<Record<Mode, number>> = { fast: 1, balanced: 8, creative: 16 };
