import { FAMILIES } from '../ingredient/family.ts';
import type { OdourLoopTable } from './loop-table.ts';

/** Intensity over time × families of 1 % of a material. */
export function signatureOf(table: OdourLoopTable, i: number): Float64Array {
  const steps = table.times.length;
  const size = FAMILIES.length;
  const signature = new Float64Array(steps * size);
  for (let t = 0; t < steps; t++) {
    for (let f = 0; f < size; f++) {
      signature[t * size + f] = (table.amplitude[i * steps + t] as number) * (table.families[i * size + f] as number);
    }
  }
  return signature;
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

export function cosine(a: Float64Array, b: Float64Array): number {
  const length = Math.sqrt(dot(a, a) * dot(b, b));
  return length > 0 ? dot(a, b) / length : 0;
}
