/** A brief prepared for matching, with the way back to where every character stood. */
export interface BriefText {
  /** The NFC brief: evidence offsets count its UTF-16 units. */
  readonly source: string;
  /** Folded and without spaces: width, case, laughter and stretched letters are gone. */
  readonly folded: string;
  /** Source offset of every folded character; one more entry closes the last. */
  readonly at: readonly number[];
  /** Whether white space (or the start) stands before the folded character. */
  readonly spaced: readonly boolean[];
}

/** Punctuation kept as marks; every other symbol is dropped like a space. */
const MARKS: Readonly<Record<string, string>> = {
  ',': ',',
  '、': ',',
  '，': ',',
  '·': ',',
  '/': ',',
  '+': ',',
  '&': ',',
  '・': ',',
  ㆍ: ',',
  '.': '.',
  '。': '.',
  '!': '.',
  '?': '.',
  ';': '.',
  '\n': '.',
  '\r': '.',
  '…': '.',
  '→': '>',
  '>': '>',
  '➡': '>',
  ':': ':',
  '=': ':',
  '%': '%',
  '-': '-',
  '~': '~',
  '(': '(',
  ')': ')',
  '№': '#',
  '#': '#',
  "'": "'",
};

/**
 * Prepares a brief: NFC, full-width folded, lower case, spaces counted but removed, lone jamo (ㅠㅠ, ㅋㅋ) dropped
 * except ㄴㄴ ("no"), letters stretched more than twice cut to two.
 */
export function normaliseBrief(brief: string): BriefText {
  const source = brief.normalize('NFC');
  let folded = '';
  const at: number[] = [];
  const spaced: boolean[] = [];
  let space = true;
  for (let i = 0; i < source.length; ) {
    const character = String.fromCodePoint(source.codePointAt(i) ?? 0);
    const next = i + character.length;
    const kept = fold(character, source, i);
    if (kept === '') space = true;
    for (const unit of kept) {
      const run = folded.endsWith(unit + unit) && folded.endsWith(unit.repeat(2));
      if (run && !/[0-9]/.test(unit)) continue;
      folded += unit;
      at.push(i);
      spaced.push(space);
      space = false;
    }
    i = next;
  }
  at.push(source.length);
  spaced.push(true);
  return { source, folded, at, spaced };
}

function fold(character: string, source: string, i: number): string {
  const mark = MARKS[character];
  if (mark === '.' && /\d/.test(source[i - 1] ?? '') && /\d/.test(source[i + 1] ?? '')) return '.';
  if (mark !== undefined) return mark;
  if (character >= '가' && character <= '힣') return character;
  if (character === 'ㄴ' && (source[i + 1] === 'ㄴ' || source[i - 1] === 'ㄴ')) return 'ㄴ';
  const flat = character.normalize('NFKC').toLowerCase();
  return /^[a-z0-9가-힣%,.℃]+$/.test(flat) ? flat : character === 'é' || character === 'è' ? 'e' : '';
}
