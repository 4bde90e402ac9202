import type { IfraCategory } from '../regulation/category.ts';

/** What the perfume goes into, with its IFRA category and the usual dose of concentrate (estimate, editable), %. */
const PRODUCT_TABLE = {
  fine_fragrance: { category: '4', dosePct: 18 },
  body_lotion: { category: '5A', dosePct: 1 },
  face_cream: { category: '5B', dosePct: 1 },
  hand_cream: { category: '5C', dosePct: 1 },
  hair_mist: { category: '7B', dosePct: 3 },
  hand_wash: { category: '9', dosePct: 1 },
  body_wash: { category: '9', dosePct: 1 },
  shampoo: { category: '9', dosePct: 1 },
  soap: { category: '9', dosePct: 1.5 },
  reed_diffuser: { category: '10A', dosePct: 20 },
  room_spray: { category: '10B', dosePct: 3 },
  fabric_mist: { category: '10B', dosePct: 3 },
  fabric_softener: { category: '10A', dosePct: 1 },
  deodorant: { category: '2', dosePct: 1 },
  lip: { category: '1', dosePct: 1 },
  solid_perfume: { category: '4', dosePct: 18 },
  candle: { category: '12', dosePct: 8 },
  sachet: { category: '12', dosePct: 20 },
  car_diffuser: { category: '12', dosePct: 20 },
} as const satisfies Record<string, { category: IfraCategory; dosePct: number }>;

export type Product = keyof typeof PRODUCT_TABLE;
export const PRODUCTS = Object.keys(PRODUCT_TABLE) as Product[];

export const CONCENTRATIONS = ['edc', 'edt', 'edp', 'parfum'] as const;
export type Concentration = (typeof CONCENTRATIONS)[number];

/** Usual dose of concentrate by fragrance strength, % of the finished product (estimate, editable). */
export const DOSE_OF_CONCENTRATION: Readonly<Record<Concentration, number>> = { edc: 4, edt: 10, edp: 18, parfum: 25 };

export function categoryOf(product: Product): IfraCategory {
  return PRODUCT_TABLE[product].category;
}

/** The dose in force: an explicit percentage wins over the strength, which wins over the product's usual dose. */
export function dosePctOf(reading: { product: Product; concentration: Concentration | null; concentration_pct: number | null }): number {
  if (reading.concentration_pct !== null) return reading.concentration_pct;
  if (reading.concentration !== null) return DOSE_OF_CONCENTRATION[reading.concentration];
  return PRODUCT_TABLE[reading.product].dosePct;
}
