import type { CostCap, Reading } from '../brief/reading.ts';
import { DomainError } from '../error.ts';

/** g/ml where no density is known (estimates): a product on alcohol, and one without. */
const ALCOHOLIC_G_ML = 0.81;
const OTHER_G_ML = 0.9;
const ALCOHOLIC: ReadonlySet<Reading['product']> = new Set(['fine_fragrance', 'hair_mist', 'room_spray', 'fabric_mist']);
/** A batch whose size nobody said, ml (estimate; the reading's own size wins). */
const USUAL_BATCH_ML = 50;

/** A cost cap as KRW per kg of concentrate; null = none. The concentrate alone counts, not bottle or alcohol. */
export function budgetKrwPerKg(cap: CostCap | null | undefined, reading: Reading, dosePct: number): number | null {
  if (!cap) return null;
  if (!(cap.value > 0)) throw new DomainError('bad_input', 'the cost cap must be above 0', '원가 상한은 0보다 커야 해요.');
  const gMl = ALCOHOLIC.has(reading.product) ? ALCOHOLIC_G_ML : OTHER_G_ML;
  const kgPerMl = (gMl * dosePct) / 100 / 1000;
  switch (cap.unit) {
    case 'KRW/kg':
      return cap.value;
    case 'KRW/ml':
      return cap.value / kgPerMl;
    case 'KRW/batch':
      return cap.value / (kgPerMl * (reading.batch_ml ?? USUAL_BATCH_ML));
  }
}
