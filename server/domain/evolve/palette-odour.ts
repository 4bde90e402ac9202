import type { Product } from '../brief/product.ts';
import type { Catalogue } from '../ingredient/catalogue.ts';
import { buildLoopTable, type OdourLoopTable } from '../odour/loop-table.ts';

/** Three looks at the top, three at the heart, five at the dry-down, s: what the loop smells of a formula. */
export const LOOP_TIMES_S = [60, 300, 900, 1800, 3600, 7200, 14_400, 21_600, 28_800, 43_200, 86_400] as const;
/** Index of the first time of heart and dry-down. */
export const FIRST_HEART = 3;
export const FIRST_BASE = 6;

/** Odour of each palette material over time; rows in palette order. */
export interface PaletteOdour {
  readonly times: number;
  readonly exponent: number;
  /** n × times: intensity of the material at 1 %. */
  readonly amplitude: Float64Array;
  /** n: the same at arm's length after an hour. */
  readonly farAmplitude: Float64Array;
}

/** The whole catalogue in one product and dose takes an exact UNIFAC run; briefs share it. */
const tables = new WeakMap<Catalogue, Map<string, { readonly table: OdourLoopTable; readonly place: ReadonlyMap<string, number> }>>();
const MOST_TABLES = 32;

export function paletteOdour(catalogue: Catalogue, materialIds: readonly string[], product: Product, dosePct: number): PaletteOdour {
  const { table, place } = wholeTable(catalogue, product, dosePct);
  const times = LOOP_TIMES_S.length;
  const amplitude = new Float64Array(materialIds.length * times);
  const farAmplitude = new Float64Array(materialIds.length);
  materialIds.forEach((id, i) => {
    const row = place.get(id) ?? -1;
    if (row < 0) return;
    amplitude.set(table.amplitude.subarray(row * times, (row + 1) * times), i * times);
    farAmplitude[i] = table.farAmplitude[row] ?? 0;
  });
  return { times, exponent: table.exponent, amplitude, farAmplitude };
}

function wholeTable(catalogue: Catalogue, product: Product, dosePct: number) {
  let known = tables.get(catalogue);
  if (!known) {
    known = new Map();
    tables.set(catalogue, known);
  }
  const key = `${product}|${dosePct}`;
  let entry = known.get(key);
  if (!entry) {
    const materialIds = catalogue.materials.flatMap(({ id, kind }) => (kind === 'solvent' ? [] : [id]));
    const table = buildLoopTable(catalogue, { materialIds, carrier: { dosePct, product }, surface: 'skin', timesS: LOOP_TIMES_S });
    entry = { table, place: new Map(materialIds.map((id, i) => [id, i])) };
    const [oldest] = known.keys();
    if (known.size >= MOST_TABLES && oldest !== undefined) known.delete(oldest);
    known.set(key, entry);
  }
  return entry;
}
