import { parseArgs } from 'node:util';
import type { Catalogue } from '#domain/ingredient/catalogue.ts';
import type { Material } from '#domain/ingredient/material.ts';
import { materialOf } from '#domain/ingredient/resolve-material.ts';
import { Rng } from '#domain/math/rng.ts';
import { type AirOverTime, airOverTime } from '#domain/odour/air-over-time.ts';
import { MASS_TRANSFER_M_S, ROOM_K, SPRAY_AREA_M2 } from '#domain/odour/constants.ts';
import { CURVE_TIMES_S } from '#domain/odour/formula-odour.ts';
import { type Liquid, liquidOf } from '#domain/odour/liquid.ts';
import { buildLoopTable } from '#domain/odour/loop-table.ts';
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
/** Median ms that each measurement has to keep. */
const BARS = { exactMs: 40, tabulatedMs: 10, checkMs: 2, matrixMs: 100, tableMs: 500 } as const;

export const bench: Verb = {
  summary: 'bench odour: speed of the 24 h curve, of the full check and of the tables of the evolution',
  help: [
    'Options: --formulas n (40), --seed n (1)',
    'Answers one line per measurement: {measure, median, best, worst, cpu, unit, bar, ok, runs, …}; cpu = mean processor time a run, to tell a slow program from a busy machine.',
    `curve_exact: 24 h curve of a ${LINES}-line formula, naturals expanded to ≤ ${MOST_COMPONENTS} components, γ at every accepted step.`,
    'curve_tabulated: the same with γ held until the composition moves. check_all: all 18 categories, market ifra, eu and kr (three calls).',
    'limit_matrix, loop_table: what an evolution builds once for the whole catalogue; its own speed is bench evolve --speed.',
    'Exit 1 when a bar is missed.',
  ].join('\n'),
  async run(io, args) {
    const { values } = parseArgs({ args: [...args], options: { formulas: { type: 'string' }, seed: { type: 'string' } } });
    const formulas = positiveInteger(values.formulas ?? '40', '--formulas');
    const rng = Rng.fromSeed(positiveInteger(values.seed ?? '1', '--seed'));
    const catalogue = readSeedCatalogue();
    const sheets = Array.from({ length: formulas }, () => drawSheet(catalogue.materials, rng));
    const liquids = sheets.map((sheet) => sprayOf(catalogue, sheet));
    const lines = sheets.map((sheet) => sheet.map(({ material, pct }) => ({ materialId: material.id, pct })));
    const ids = catalogue.materials.flatMap(({ id, kind }) => (kind === 'solvent' ? [] : [id]));
    const components = Math.max(...liquids.map(({ substances }) => substances.length));
    const markets = MARKETS.filter((market) => market !== 'all');
    const measures: [string, number, readonly (() => unknown)[], Record<string, unknown>?][] = [
      ['curve_exact', BARS.exactMs, liquids.map((liquid) => () => curveOf(catalogue, liquid, 'unifac')), { components }],
      ['curve_tabulated', BARS.tabulatedMs, liquids.map((liquid) => () => curveOf(catalogue, liquid, 'tabulated')), { components }],
      [
        'check_all',
        BARS.checkMs,
        lines.map((formula) => () => {
          for (const market of markets) checkFormula(catalogue, { market, category: 'all', dosePct: 18, lines: formula });
        }),
      ],
      [
        'limit_matrix',
        BARS.matrixMs,
        repeat(10, () => limitMatrix(catalogue, { materialIds: ids, category: '4', dosePct: 18, market: 'all' })),
      ],
      [
        'loop_table',
        BARS.tableMs,
        repeat(5, () =>
          buildLoopTable(catalogue, {
            materialIds: ids,
            carrier: { dosePct: 18, product: 'fine_fragrance' },
            surface: 'skin',
            timesS: CURVE_TIMES_S,
          }),
        ),
      ],
    ];
    let allOk = true;
    for (const [measure, bar, runs, more] of measures) {
      for (let round = 0; round < WARM_UP_ROUNDS; round++) for (const run of runs) run();
      const before = process.cpuUsage();
      const sorted = runs.map(timed).toSorted((a, b) => a - b);
      const spent = process.cpuUsage(before);
      const cpu = (spent.user + spent.system) / 1000 / runs.length;
      const median = sorted[sorted.length >> 1] ?? Number.NaN;
      allOk &&= median <= bar;
      await io.answer({
        measure,
        median,
        best: sorted[0],
        worst: sorted.at(-1),
        cpu,
        unit: 'ms',
        bar,
        ok: median <= bar,
        runs: runs.length,
        ...more,
      });
      if (io.signal.aborted) return EXIT.interrupted;
    }
    return allOk ? EXIT.allAnswered : EXIT.someErrors;
  },
};

function sprayOf(catalogue: Catalogue, sheet: Sheet): Liquid {
  const concentrate = sheet.map(({ material, pct }) => ({ material, mass: pct * 1e-4 }));
  return liquidOf(catalogue, [...concentrate, { material: materialOf(catalogue, 'ethanol'), mass: 0.04 }]);
}

function curveOf(catalogue: Catalogue, liquid: Liquid, gamma: 'unifac' | 'tabulated'): AirOverTime {
  return airOverTime(catalogue.odour, liquid, {
    temperatureK: ROOM_K,
    areaM2: SPRAY_AREA_M2,
    massTransferMS: MASS_TRANSFER_M_S,
    timesS: CURVE_TIMES_S,
    gamma,
  });
}

function repeat(times: number, run: () => unknown): (() => unknown)[] {
  return Array.from({ length: times }, () => run);
}

/** The compiler needs a few rounds before the times are those of a running studio. */
const WARM_UP_ROUNDS = 8;

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

function timed(run: () => unknown): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}
