import { f64, i16 } from '../math/element.ts';
import type { Rng } from '../math/rng.ts';
import type { Sheet } from './sheet.ts';

/**
 * Support-aware log-ratio blend: a material in both parents takes a^(1−λ)·b^λ in one child and the mirrored amount in the other;
 * a material in one parent only goes to one child, each with probability ½, at its own amount. One λ ~ U(0,1) per pair.
 * Blending in logarithms is a straight line of the simplex (Aitchison, J. R. Stat. Soc. B 44, 1982), so ratios stay meaningful.
 */
export function crossover(mother: Sheet, father: Sheet, daughter: Sheet, son: Sheet, rng: Rng): void {
  const lambda = rng.uniform();
  daughter.count = 0;
  son.count = 0;
  let i = 0;
  let j = 0;
  while (i < mother.count || j < father.count) {
    const left = i < mother.count ? i16(mother.index, i) : Number.POSITIVE_INFINITY;
    const right = j < father.count ? i16(father.index, j) : Number.POSITIVE_INFINITY;
    if (left === right) {
      const a = f64(mother.pct, i++);
      const b = f64(father.pct, j++);
      const ratio = (b / a) ** lambda;
      append(daughter, left, a * ratio);
      append(son, left, b / ratio);
    } else {
      const pct = left < right ? f64(mother.pct, i++) : f64(father.pct, j++);
      append(rng.uniform() < 0.5 ? daughter : son, Math.min(left, right), pct);
    }
  }
}

function append(sheet: Sheet, material: number, pct: number): void {
  sheet.index[sheet.count] = material;
  sheet.pct[sheet.count] = pct;
  sheet.count++;
}
