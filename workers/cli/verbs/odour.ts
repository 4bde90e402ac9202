import { odourOfMixture } from '#domain/odour/mixture-odour.ts';
import { MixtureRequest } from '#domain/odour/mixture-request.ts';
import { readSeedCatalogue } from '#drizzle/seed/read-seed.ts';
import { answerEachLine, type Verb } from '../verb.ts';

const HELP = `in:  {id?, mole_fractions: {cas: x} | lines: [{ingredient?, cas?, pct, strength?}] (mass %, solvent included),
      temperature_k (298.15; 305 on skin), gamma: unifac|ideal, properties?: {cas: {mw, psat_pa, threshold_g_m3, groups}},
      times_s?, surface: blotter|skin, area_m2 (1e-3), k_g (3e-3), amount_mg (50) | amounts_mg: {cas: mg}}
out: {id, components: [{ingredient, cas, x, gamma, gamma_basis: unifac|ideal|no_groups, partial_pa, gas_g_m3, odour_value,
                        intensity (0-100), basis: measured|stevens|estimated|none, confidence: A-D, source}],
      curve: [{t_s, remaining_mg: {cas: mg}, intensity_total, families}], longevity_h, mass_balance_error, warnings}
null = no data. amounts_mg alone also says what the mixture is made of. A threshold given replaces a measured curve.`;

export const verb: Verb = {
  summary: 'odour: headspace, odour values, intensity and evaporation of mixtures, one per line',
  help: HELP,
  run(io) {
    const catalogue = readSeedCatalogue();
    return answerEachLine(io, MixtureRequest, (request) => odourOfMixture(catalogue, request));
  },
};
