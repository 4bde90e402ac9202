/** Why an amount was not understood, as a Korean sentence. */
export interface AmountProblem {
  readonly problem: string;
}

const MULTIPLES: Readonly<Record<string, number>> = { 십: 10, 백: 100, 천: 1000, 만: 10_000 };
const UNITS = /(?:%|퍼센트|프로|그램|그람|g|mg|ml|밀리리터|원|krw)$/i;
const PLAIN = /^-?\d+(?:\.\d+)?$/;
const THOUSANDS = /^-?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;

/**
 * A number as people in Korea write it: 12.5 · 1,234.5 · １２．５ % · 0점5 · 1만 2천 · 3.5천. A unit at the end is left off.
 * A comma that is not between groups of three digits (0,5) could be a decimal comma or a slip: refused, not guessed.
 */
export function readAmount(text: string): number | AmountProblem {
  const plain = text.normalize('NFKC').trim().replace(UNITS, '').replace(/\s+/g, '');
  if (plain === '') return { problem: '숫자가 없어요.' };
  const dotted = plain.replace(/(\d)점(\d)/g, '$1.$2');
  if (PLAIN.test(dotted)) return Number(dotted);
  if (THOUSANDS.test(dotted)) return Number(dotted.replaceAll(',', ''));
  if (/^-?\d*,\d+$/.test(dotted))
    return { problem: `'${text.trim()}'의 쉼표가 소수점인지 천 단위인지 알 수 없어요. 소수점은 점(.)으로 적어 주세요.` };
  return readKoreanMultiples(dotted) ?? { problem: `'${text.trim()}'을(를) 숫자로 읽지 못했어요.` };
}

/** 1만2천 → 12000, 3.5천 → 3500, 천 → 1000; null when it is nothing of the kind. */
function readKoreanMultiples(text: string): number | null {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)?([십백천만])|(\d+(?:\.\d+)?)$/g)];
  if (parts.length === 0 || parts.map(([whole]) => whole).join('') !== text) return null;
  let total = 0;
  let belowTenThousand = 0;
  for (const [, count, multiple, rest] of parts) {
    if (rest !== undefined) belowTenThousand += Number(rest);
    else if (multiple === '만') {
      total += (belowTenThousand + (count === undefined ? 0 : Number(count)) || 1) * 10_000;
      belowTenThousand = 0;
    } else belowTenThousand += (count === undefined ? 1 : Number(count)) * (MULTIPLES[multiple ?? ''] ?? 1);
  }
  return total + belowTenThousand;
}
