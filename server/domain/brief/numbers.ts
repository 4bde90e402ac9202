/** A number with its unit, as written in the brief. */
export interface Quantity {
  /** In the folded text, end exclusive. */
  readonly start: number;
  readonly end: number;
  readonly value: number;
  readonly unit: Unit;
  /** Parts of a ratio such as 7:3. */
  readonly ratio?: readonly number[];
}

export type Unit = '%' | 'ml' | 'g' | 'won' | 'hour' | 'times' | 'ratio' | 'decade' | 'day' | 'plain';

const UNITS: Readonly<Record<string, { unit: Unit; factor: number }>> = {
  '%': { unit: '%', factor: 1 },
  퍼센트: { unit: '%', factor: 1 },
  퍼센: { unit: '%', factor: 1 },
  프로: { unit: '%', factor: 1 },
  퍼: { unit: '%', factor: 1 },
  percent: { unit: '%', factor: 1 },
  pct: { unit: '%', factor: 1 },
  ml: { unit: 'ml', factor: 1 },
  미리: { unit: 'ml', factor: 1 },
  밀리: { unit: 'ml', factor: 1 },
  밀리리터: { unit: 'ml', factor: 1 },
  미리리터: { unit: 'ml', factor: 1 },
  cc: { unit: 'ml', factor: 1 },
  씨씨: { unit: 'ml', factor: 1 },
  엠엘: { unit: 'ml', factor: 1 },
  리터: { unit: 'ml', factor: 1000 },
  l: { unit: 'ml', factor: 1000 },
  g: { unit: 'g', factor: 1 },
  그램: { unit: 'g', factor: 1 },
  그람: { unit: 'g', factor: 1 },
  kg: { unit: 'g', factor: 1000 },
  킬로: { unit: 'g', factor: 1000 },
  킬로그램: { unit: 'g', factor: 1000 },
  원: { unit: 'won', factor: 1 },
  krw: { unit: 'won', factor: 1 },
  won: { unit: 'won', factor: 1 },
  시간: { unit: 'hour', factor: 1 },
  hours: { unit: 'hour', factor: 1 },
  hour: { unit: 'hour', factor: 1 },
  hrs: { unit: 'hour', factor: 1 },
  h: { unit: 'hour', factor: 1 },
  분: { unit: 'hour', factor: 1 / 60 },
  배: { unit: 'times', factor: 1 },
  times: { unit: 'times', factor: 1 },
  대: { unit: 'decade', factor: 1 },
};
const UNIT_NAMES = Object.keys(UNITS).sort((a, b) => b.length - a.length);

const DIGITS: Readonly<Record<string, number>> = { 영: 0, 일: 1, 이: 2, 삼: 3, 사: 4, 오: 5, 육: 6, 칠: 7, 팔: 8, 구: 9 };
const TENS: Readonly<Record<string, number>> = { 십: 10, 백: 100, 천: 1000 };
const NATIVE: Readonly<Record<string, number>> = {
  한: 1,
  두: 2,
  세: 3,
  네: 4,
  다섯: 5,
  여섯: 6,
  일곱: 7,
  여덟: 8,
  아홉: 9,
  열: 10,
  열두: 12,
};
const BIG: Readonly<Record<string, number>> = { 천: 1e3, 만: 1e4, 십만: 1e5, 백만: 1e6, 천만: 1e7, 억: 1e8 };

/** Every quantity of the folded text, left to right, never overlapping. */
export function findQuantities(folded: string, spaced: readonly boolean[]): Quantity[] {
  const found: Quantity[] = [];
  for (let i = 0; i < folded.length; ) {
    const quantity = readDigits(folded, i) ?? (spaced[i] || found.at(-1)?.end === i ? readWords(folded, i) : null);
    if (quantity) found.push(quantity);
    i = quantity ? quantity.end : i + 1;
  }
  return found;
}

const NUMBER = /\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?/y;

function readDigits(folded: string, start: number): Quantity | null {
  if (start > 0 && /[a-z]/.test(folded[start - 1] ?? '') && !/(?:ed[pct]|parfum|dose|at)$/.test(folded.slice(0, start))) return null;
  NUMBER.lastIndex = start;
  const match = NUMBER.exec(folded);
  if (!match) return null;
  let end = start + match[0].length;
  let value = Number(match[0].replaceAll(',', ''));
  const ratio = readRatio(folded, end, value);
  if (ratio) return { start, ...ratio };
  let scaled = false;
  for (let guard = 0; guard < 3; guard++) {
    const big = ['천만', '백만', '십만', '만', '천', '억'].find((name) => folded.startsWith(name, end));
    if (
      !big ||
      (guard === 0 &&
        /^[가-힣]/.test(folded.slice(end + big.length)) &&
        !/^[원이을를은는에으까정대내선미]/.test(folded.slice(end + big.length)))
    )
      break;
    scaled = true;
    value *= BIG[big] ?? 1;
    end += big.length;
    NUMBER.lastIndex = end;
    const rest = NUMBER.exec(folded);
    if (!rest) break;
    const tail = Number(rest[0].replaceAll(',', ''));
    end += rest[0].length;
    const unit = ['천', '백'].find((name) => folded.startsWith(name, end));
    value += tail * (unit ? (BIG[unit] ?? TENS[unit] ?? 1) : 1);
    end += unit ? unit.length : 0;
  }
  const range = /^[~-](\d+(?:\.\d+)?)/.exec(folded.slice(end));
  if (range) {
    end += range[0].length;
    value = (value + Number(range[1])) / 2;
  }
  const unit = readUnit(folded, end);
  if (unit) return { start, end: unit.end, value: value * unit.factor, unit: unit.unit };
  if (scaled) return { start, end, value, unit: 'won' };
  return { start, end, value, unit: 'plain' };
}

/** 7:3, 7대3, 5:3:2. */
function readRatio(folded: string, end: number, first: number): Omit<Quantity, 'start'> | null {
  const match = /^(?:[:대]\d+(?:\.\d+)?)+/.exec(folded.slice(end));
  if (!match) return null;
  const rest = match[0].split(/[:대]/).slice(1).map(Number);
  return { end: end + match[0].length, value: first, unit: 'ratio', ratio: [first, ...rest] };
}

function readUnit(folded: string, at: number): { unit: Unit; factor: number; end: number } | null {
  for (const name of UNIT_NAMES) {
    if (!folded.startsWith(name, at)) continue;
    const end = at + name.length;
    if (/[a-z]$/.test(name) && /[a-z]/.test(folded[end] ?? '')) continue;
    const known = UNITS[name];
    return known ? { ...known, end } : null;
  }
  return null;
}

/** Korean numerals, only with their unit: 삼십 밀리, 오백 원, 두 배, 여덟 시간, 칠십 퍼센트. */
function readWords(folded: string, start: number): Quantity | null {
  let at = start;
  let value: number | null = null;
  const native = Object.keys(NATIVE)
    .sort((a, b) => b.length - a.length)
    .find((name) => folded.startsWith(name, at));
  const sino = readSino(folded, at);
  if (sino && sino.end > at) {
    value = sino.value;
    at = sino.end;
    const unit = readUnit(folded, at);
    if (unit && unit.unit !== 'decade' && unit.unit !== 'g' && !(unit.unit === 'times' && at - start > 1)) {
      return { start, end: unit.end, value: value * unit.factor, unit: unit.unit };
    }
  }
  if (native) {
    const unit = readUnit(folded, start + native.length);
    if (unit && (unit.unit === 'times' || unit.unit === 'hour')) {
      return { start, end: unit.end, value: (NATIVE[native] ?? 1) * unit.factor, unit: unit.unit };
    }
  }
  return null;
}

function readSino(folded: string, start: number): { value: number; end: number } | null {
  let total = 0;
  let section = 0;
  let digit = 0;
  let at = start;
  for (; at < folded.length; at++) {
    const character = folded[at] ?? '';
    if (character in DIGITS) digit = DIGITS[character] ?? 0;
    else if (character in TENS) {
      section += (digit || 1) * (TENS[character] ?? 1);
      digit = 0;
    } else if (character === '만') {
      total += (section + digit || 1) * 1e4;
      section = 0;
      digit = 0;
    } else break;
  }
  const value = total + section + digit;
  return at > start && value > 0 ? { value, end: at } : null;
}
