import type { Product } from '../brief/product.ts';

/** What the concentrate is dissolved in, mass % of the carrier. */
export type Carrier = readonly { readonly materialId: string; readonly pct: number }[];

const ALCOHOL: Carrier = [
  { materialId: 'ethanol', pct: 95 },
  { materialId: 'water', pct: 5 },
];
/** Stands for the oil phase of creams, waxes and soaps, in which a perfume sits; estimate. */
const OIL: Carrier = [{ materialId: 'isopropyl-myristate-ipm', pct: 100 }];
const DIFFUSER_BASE: Carrier = [{ materialId: 'dpm-dipropylene-glycol-methyl-ether', pct: 100 }];

const CARRIER: Readonly<Record<Product, Carrier>> = {
  fine_fragrance: ALCOHOL,
  hair_mist: ALCOHOL,
  room_spray: ALCOHOL,
  fabric_mist: ALCOHOL,
  deodorant: ALCOHOL,
  body_lotion: OIL,
  face_cream: OIL,
  hand_cream: OIL,
  hand_wash: OIL,
  body_wash: OIL,
  shampoo: OIL,
  soap: OIL,
  fabric_softener: OIL,
  lip: OIL,
  solid_perfume: OIL,
  candle: OIL,
  sachet: OIL,
  reed_diffuser: DIFFUSER_BASE,
  car_diffuser: DIFFUSER_BASE,
};

export function carrierOf(product: Product): Carrier {
  return CARRIER[product];
}
