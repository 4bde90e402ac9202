import { DomainError } from '#domain/error.ts';
import { candidates } from '#domain/evolve/candidates.ts';
import { startEvolution, step } from '#domain/evolve/evolve.ts';
import { buildProblem } from '#domain/evolve/problem.ts';
import type { Candidate } from '#domain/formula/formula.ts';
import type { Catalogue } from '#domain/ingredient/catalogue.ts';
import { mainFamily } from '#domain/ingredient/family.ts';
import { DEFAULT_KRW_PER_USD } from '#domain/ingredient/price.ts';
import { checkFormula } from '#domain/regulation/check.ts';
import { presetSettings } from '../../rl/evolve/presets.ts';
import type { CliIo } from '../verb.ts';
import { type VariedReading, variedReading } from './varied-readings.ts';

/**
 * Evolves varied readings and judges every candidate from its printed lines alone: legality by `check`, exclusions and wishes by
 * the catalogue, arithmetic by adding up. Answers one line with what was broken how often.
 */
export async function obedience(io: CliIo, catalogue: Catalogue, readings: number): Promise<boolean> {
  const preset = presetSettings('fast');
  const broken: Record<string, number> = {};
  const count = (what: string): void => {
    broken[what] = (broken[what] ?? 0) + 1;
  };
  let judged = 0;
  let infeasible = 0;
  let slowestRefusalMs = 0;
  let fewest = Number.POSITIVE_INFINITY;
  for (let seed = 1; seed <= readings; seed++) {
    io.signal.throwIfAborted();
    const wish = variedReading(catalogue, seed);
    const began = performance.now();
    try {
      const problem = buildProblem(catalogue, wish.reading, {
        dosePct: wish.dosePct,
        category: wish.reading.ifra_category,
        market: wish.market,
        krwPerUsd: DEFAULT_KRW_PER_USD,
      });
      const state = startEvolution(problem, preset, seed);
      while (state.gen < preset.n_generations) step(state);
      const list = candidates(problem, state, 8);
      fewest = Math.min(fewest, list.length);
      for (const candidate of list) {
        judged++;
        for (const fault of faultsOf(catalogue, wish, candidate)) {
          count(fault);
          io.progress(`reading ${seed} ${candidate.id}: ${fault}`);
        }
      }
      if (list.length < 6) count('fewer_than_6');
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'infeasible') throw error;
      infeasible++;
      slowestRefusalMs = Math.max(slowestRefusalMs, performance.now() - began);
      io.progress(`reading ${seed}: ${error.message} ${JSON.stringify(error.details)}`);
    }
  }
  const ok = Object.keys(broken).length === 0;
  await io.answer({ readings, infeasible, slowest_refusal_ms: Math.round(slowestRefusalMs), candidates: judged, fewest, broken, ok });
  return ok;
}

function faultsOf(catalogue: Catalogue, { reading, market, dosePct }: VariedReading, { lines }: Candidate): string[] {
  const faults: string[] = [];
  const materials = lines.map(({ ingredient }) => catalogue.materials.find(({ name }) => name === ingredient));
  const verdict = checkFormula(catalogue, {
    market,
    category: reading.ifra_category,
    dosePct,
    lines: lines.map(({ pct }, i) => ({ materialId: materials[i]?.id ?? '', pct })),
  });
  if (!verdict.ok) faults.push('illegal');
  for (const material of materials) {
    const main = material ? mainFamily(material.families) : null;
    if (!material || material.kind === 'solvent') faults.push('not_a_perfumery_material');
    else if (reading.exclude_ingredients.includes(material.id)) faults.push('excluded_material');
    if (main !== null && reading.exclude_families.includes(main)) faults.push('excluded_family');
  }
  for (const id of reading.include_ingredients) {
    const legal = checkFormula(catalogue, { market, category: reading.ifra_category, dosePct, lines: [{ materialId: id, pct: 0.01 }] }).ok;
    if (legal && !materials.some((material) => material?.id === id)) faults.push('wish_missing');
  }
  if (lines.reduce((sum, { pct }) => sum + Math.round(pct * 100), 0) !== 10_000) faults.push('sum');
  if (lines.some(({ pct }) => Math.abs(pct * 100 - Math.round(pct * 100)) > 1e-9)) faults.push('decimals');
  if (lines.length < 5 || lines.length > 45) faults.push('lines');
  if (new Set(lines.map(({ ingredient }) => ingredient)).size !== lines.length) faults.push('doubled_line');
  const cap = reading.cost_cap;
  const krw = lines.reduce((sum, { pct }, i) => {
    const { priceUsdKgLow: low, priceUsdKgHigh: high } = materials[i] ?? { priceUsdKgLow: null, priceUsdKgHigh: null };
    return sum + (pct / 100) * (((low ?? 0) + (high ?? 0)) / 2) * DEFAULT_KRW_PER_USD;
  }, 0);
  if (cap !== null && krw > cap.value) faults.push('over_budget');
  return faults;
}
