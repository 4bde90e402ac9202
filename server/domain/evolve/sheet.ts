import { f64, i16 } from '../math/element.ts';

/** More lines than this is not a formula that anyone weighs. */
export const MOST_LINES = 45;
/** Room for two parents' lines before a repair cuts them back. */
const SLOTS = 2 * MOST_LINES + 6;

/**
 * A formula inside the loop: `count` lines by ascending palette index with their amounts.
 * Before a repair the amounts are weights of any scale; after it they are % of the concentrate that sum to 100.
 */
export interface Sheet {
  count: number;
  readonly index: Int16Array;
  readonly pct: Float64Array;
}

export function newSheet(): Sheet {
  return { count: 0, index: new Int16Array(SLOTS), pct: new Float64Array(SLOTS) };
}

export function copySheet(from: Sheet, to: Sheet): void {
  to.count = from.count;
  for (let i = 0; i < from.count; i++) {
    to.index[i] = i16(from.index, i);
    to.pct[i] = f64(from.pct, i);
  }
}

/** Position of a material on the sheet, or -1. */
export function lineOf(sheet: Sheet, material: number): number {
  let low = 0;
  let high = sheet.count - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const here = i16(sheet.index, middle);
    if (here === material) return middle;
    if (here < material) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** Adds a line in its place; the material must not be on the sheet yet. */
export function insertLine(sheet: Sheet, material: number, pct: number): void {
  let place = sheet.count;
  while (place > 0 && i16(sheet.index, place - 1) > material) {
    sheet.index[place] = i16(sheet.index, place - 1);
    sheet.pct[place] = f64(sheet.pct, place - 1);
    place--;
  }
  sheet.index[place] = material;
  sheet.pct[place] = pct;
  sheet.count++;
}

export function removeLine(sheet: Sheet, position: number): void {
  sheet.count--;
  for (let i = position; i < sheet.count; i++) {
    sheet.index[i] = i16(sheet.index, i + 1);
    sheet.pct[i] = f64(sheet.pct, i + 1);
  }
}

/** Puts `material` on the line at `position`, keeping its amount; the material must not be on the sheet yet. */
export function replaceMaterial(sheet: Sheet, position: number, material: number): void {
  const pct = f64(sheet.pct, position);
  removeLine(sheet, position);
  insertLine(sheet, material, pct);
}

/** Σ|Δ%| between two sheets: 0 equal, 200 nothing in common. */
export function distance(a: Sheet, b: Sheet): number {
  let sum = 0;
  let i = 0;
  let j = 0;
  while (i < a.count && j < b.count) {
    const left = i16(a.index, i);
    const right = i16(b.index, j);
    if (left === right) sum += Math.abs(f64(a.pct, i++) - f64(b.pct, j++));
    else if (left < right) sum += f64(a.pct, i++);
    else sum += f64(b.pct, j++);
  }
  while (i < a.count) sum += f64(a.pct, i++);
  while (j < b.count) sum += f64(b.pct, j++);
  return sum;
}

/** 52-bit fingerprint of the lines at the resolution of the scale (0.01 %): equal sheets agree, others all but never do. */
export function fingerprint(sheet: Sheet): number {
  let low = 0x811c9dc5;
  let high = 0x9e3779b9;
  for (let i = 0; i < sheet.count; i++) {
    const gene = (i16(sheet.index, i) << 16) ^ Math.round(f64(sheet.pct, i) * 100);
    low = Math.imul(low ^ gene, 0x01000193);
    low ^= low >>> 15;
    high = Math.imul(high ^ gene, 0x85ebca6b);
    high ^= high >>> 13;
  }
  return (low >>> 0) * 2 ** 20 + (high >>> 12);
}
