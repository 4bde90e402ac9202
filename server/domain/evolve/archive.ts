import { f64 } from '../math/element.ts';
import { copyIndividual, type Individual, newIndividual } from './individual.ts';
import type { EvolveProblem } from './problem.ts';

const INTENSITY_BINS = 3;
const COST_BINS = 4;

/**
 * Variety kept beside the search: the best-fitting formula of every cell (loudest family × intensity × cost).
 * Source: Mouret & Clune, "Illuminating search spaces by mapping elites", 2015.
 */
export interface Archive {
  readonly elites: Map<number, Individual>;
}

export function newArchive(): Archive {
  return { elites: new Map() };
}

/** Cell of an individual: bins of intensity and cost are thirds and quarters of what random formulas reach. */
export function cellOf(problem: EvolveProblem, individual: Individual): number {
  const { quietest, loudest, costEdges } = problem;
  const place = (individual.intensity - quietest) / (loudest - quietest);
  const intensity = Math.min(INTENSITY_BINS - 1, Math.max(0, Math.floor(place * INTENSITY_BINS)));
  const cost = f64(individual.objectives, 1);
  let bin = 0;
  while (bin < COST_BINS - 1 && cost > f64(costEdges, bin)) bin++;
  return (individual.mainFamily * INTENSITY_BINS + intensity) * COST_BINS + bin;
}

/** Keeps the individual if its cell is empty or it fits the brief better than the one there. */
export function offer(problem: EvolveProblem, archive: Archive, individual: Individual): void {
  const cell = cellOf(problem, individual);
  const elite = archive.elites.get(cell);
  if (elite && f64(elite.objectives, 0) <= f64(individual.objectives, 0)) return;
  const place = elite ?? newIndividual();
  copyIndividual(individual, place);
  if (!elite) archive.elites.set(cell, place);
}

/** Elites from best to worst fit; ties by cell. */
export function elitesByFit(archive: Archive): Individual[] {
  return [...archive.elites]
    .sort(([cellA, a], [cellB, b]) => f64(a.objectives, 0) - f64(b.objectives, 0) || cellA - cellB)
    .map(([, individual]) => individual);
}
