import { parseArgs } from 'node:util';
import type { Material } from '#domain/ingredient/material.ts';
import { materialOf } from '#domain/ingredient/resolve-material.ts';
import { Rng } from '#domain/math/rng.ts';
import { airOverTime } from '#domain/odour/air-over-time.ts';
import { MASS_TRANSFER_M_S, ROOM_K, SPRAY_AREA_M2 } from '#domain/odour/constants.ts';
import { CURVE_TIMES_S } from '#domain/odour/formula-odour.ts';
import { liquidOf } from '#domain/odour/liquid.ts';
import { buildLoopTable, loopOdour, newLoopOdour } from '#domain/odour/loop-table.ts';
import { MARKETS } from '#domain/regulation/category.ts';
import { checkFormula } from '#domain/regulation/check.ts';
import { limitMatrix } from '#domain/regulation/limit-matrix.ts';
import { readSeedCatalogue } from '#drizzle/seed/read-seed.ts';
import { EXIT, type Verb } from '../verb.ts';
import { positiveInteger } from './positive-integer.ts';

const LINES = 40;
/** A 40-line formula with this many naturals expands to a little under 120 components. */
const NATURALS = 14;
const MOST_COMPONENTS = 120;
/** ms, and evaluations per second, that each measurement has to keep. */
const BARS = { exactMs: 40, tabulatedMs: 10, checkMs: 2, loopEvalsPerS: 40_000 } as const;

export const bench: Verb = {
  summary: 'bench odour: speed of the 24 h curve, of the full check and of the evolution objective',
  help: [
    'Options: --formulas n (40), --seed n (1)',
    'Answers one line per measurement: {measure, median, best, p95, unit, bar, ok, …}.',
    `curve_exact: 24 h curve of a ${LINES}-line formula, naturals expanded to ≤ ${MOST_COMPONENTS} components, γ at every accepted step.`,
    'curve_tabulated: the same with γ held until the composition moves. check_all: all 18 categories, market ifra, eu and kr (three calls).',
    'loop: evaluations per second of a 20-line formula on the table that the evolution uses. Exit 1 when a bar is missed.',
  ].join('\n'),
  async run(io, args) {
    const { values } = parseArgs({ args: [...args], options: { formulas: { type: 'string' }, seed: { type: 'string' } } });
    const formulas = positiveInteger(values.formulas ?? '40', '--formulas');
    const rng = Rng.fromSeed(positiveInteger(values.seed ?? '1', '--seed'));
    const catalogue = readSeedCatalogue();
    const ethanol = materialOf(catalogue, 'ethanol');
    const sheets = Array.from({ length: formulas }, () => drawSheet(catalogue.materials, rng));
    let allOk = true;
    const report = async (
      measure: string,
      samples: number[],
      unit: string,
      bar: number,
      more: Record<string, unknown> = {},
    ): Promise<void> => {
      const sorted = samples.toSorted((a, b) => a - b);
      const median = sorted[sorted.length >> 1] ?? Number.NaN;
      const p95 = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.95))];
      const ok = unit === 'ms' ? median <= bar : median >= bar;
      allOk &&= ok;
      await io.answer({ measure, median, best: unit === 'ms' ? sorted[0] : sorted.at(-1), p95, unit, bar, ok, ...more });
    };
    const curve = (lines: Sheet, gamma: 'unifac' | 'tabulated'): number => {
      const liquid = liquidOf(catalogue, [
        ...lines.map(({ material, pct }) => ({ material, mass: pct * 1e-4 })),
        { material: ethanol, mass: 0.04 },
      ]);
      return airOverTime(catalogue.odour, liquid, {
        temperatureK: ROOM_K,
        areaM2: SPRAY_AREA_M2,
        massTransferMS: MASS_TRANSFER_M_S,
        timesS: CURVE_TIMES_S,
        gamma,
      }).steps;
    };
    const components = sheets.map(
      (lines) =>
        liquidOf(
          catalogue,
          lines.map(({ material, pct }) => ({ material, mass: pct })),
        ).substances.length + 1,
    );
    for (const [measure, gamma, bar] of [
      ['curve_exact', 'unifac', BARS.exactMs],
      ['curve_tabulated', 'tabulated', BARS.tabulatedMs],
    ] as const) {
      for (const lines of sheets.slice(0, 5)) curve(lines, gamma);
      const steps: number[] = [];
      const times = sheets.map((lines) => timed(() => steps.push(curve(lines, gamma))));
      await report(measure, times, 'ms', bar, { components: Math.max(...components), steps: Math.max(...steps) });
      if (io.signal.aborted) return EXIT.interrupted;
    }
    const checks = sheets.map((sheet) => sheet.map(({ material, pct }) => ({ materialId: material.id, pct })));
    const checkAll = (lines: (typeof checks)[number]): void => {
      for (const market of MARKETS) if (market !== 'all') checkFormula(catalogue, { market, category: 'all', dosePct: 18, lines });
    };
    for (const lines of checks) checkAll(lines);
    await report(
      'check_all',
      checks.map((lines) => timed(() => checkAll(lines))),
      'ms',
      BARS.checkMs,
    );
    await report('loop', loopRates(catalogue, rng), 'evals/s', BARS.loopEvalsPerS);
    const ids = catalogue.materials.map(({ id }) => id);
    await report(
      'limit_matrix',
      Array.from({ length: 10 }, () =>
        timed(() => limitMatrix(catalogue, { materialIds: ids, category: '4', dosePct: 18, market: 'all' })),
      ),
      'ms',
      100,
    );
    return allOk ? EXIT.allAnswered : EXIT.someErrors;
  },
};

type Sheet = { readonly material: Material; readonly pct: number }[];

/** 40 lines, 14 of them naturals; drawn again until the naturals expand to at most 120 components in all. */
function drawSheet(materials: readonly Material[], rng: Rng): Sheet {
  const naturals = materials.filter(({ kind }) => kind === 'natural');
  const synthetics = materials.filter(({ kind }) => kind === 'synthetic');
  for (;;) {
    const chosen = [...rng.shuffle([...naturals]).slice(0, NATURALS), ...rng.shuffle([...synthetics]).slice(0, LINES - NATURALS)];
    const keys = new Set(
      chosen.flatMap(({ id, majorConstituents }) =>
        majorConstituents.length > 0 ? majorConstituents.map(({ constituent }) => constituent) : [id],
      ),
    );
    const weights = chosen.map(() => Math.exp(rng.normal()));
    const total = weights.reduce((a, b) => a + b, 0);
    if (keys.size + NATURALS <= MOST_COMPONENTS) return chosen.map((material, i) => ({ material, pct: (100 * (weights[i] ?? 0)) / total }));
  }
}

function loopRates(catalogue: ReturnType<typeof readSeedCatalogue>, rng: Rng): number[] {
  const ids = catalogue.materials.filter(({ kind }) => kind !== 'solvent').map(({ id }) => id);
  const table = buildLoopTable(catalogue, {
    materialIds: ids,
    carrier: { dosePct: 18, product: 'fine_fragrance' },
    surface: 'skin',
    timesS: [0, 60, 300, 900, 1800, 3600, 7200, 14_400, 21_600, 28_800, 43_200, 86_400],
  });
  const out = newLoopOdour(table);
  const sheets = Array.from({ length: 500 }, () => ({
    indices: Int32Array.from({ length: 20 }, () => rng.int(ids.length)),
    pct: Float64Array.from({ length: 20 }, () => 10 * rng.uniform()),
  }));
  const round = (): void => {
    for (const { indices, pct } of sheets) loopOdour(table, indices, pct, indices.length, out);
  };
  for (let i = 0; i < 20; i++) round();
  return Array.from({ length: 20 }, () => sheets.length / (timed(round) / 1000));
}

function timed(run: () => unknown): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}
