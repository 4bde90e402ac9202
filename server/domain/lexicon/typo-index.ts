import type { Surface } from './build-lexicon.ts';
import { toJamo } from './jamo.ts';

/** Surfaces by their jamo with one jamo left out: two words one typo apart share a key (SymSpell, W. Garbe 2012). */
export type TypoIndex = ReadonlyMap<string, readonly string[]>;

const MIN_SYLLABLES = 2;
const MAX_SYLLABLES = 7;
const CORRECTED = new Set([
  'family',
  'material',
  'texture',
  'mood',
  'scene',
  'season',
  'product',
  'strength',
  'verb',
  'wish',
  'concentration',
]);

export function buildTypoIndex(surfaces: ReadonlyMap<string, readonly Surface[]>): TypoIndex {
  const index = new Map<string, string[]>();
  for (const [surface, [meaning]] of surfaces) {
    if (!meaning || !CORRECTED.has(meaning.entry.kind) || meaning.entry.value === 'substance') continue;
    if (meaning.pos === 'predicate' && (meaning.ending !== 'attr' || meaning.entry.kind === 'verb')) continue;
    if (surface.length < (meaning.pos === 'predicate' ? 3 : MIN_SYLLABLES) || surface.length > MAX_SYLLABLES || !/^[가-힣]+$/.test(surface))
      continue;
    const jamo = toJamo(surface);
    for (const key of withoutOne(jamo)) {
      const list = index.get(key);
      if (list) list.push(surface);
      else index.set(key, [surface]);
    }
  }
  return index;
}

/** The surface that `written` is one jamo away from, or null. Short words must keep their first consonant. */
export function correctTypo(written: string, index: TypoIndex): string | null {
  if (written.length < MIN_SYLLABLES || written.length > MAX_SYLLABLES) return null;
  const jamo = toJamo(written);
  if (jamo.length < 5) return null;
  const short = written.length === 2;
  let best: string | null = null;
  for (const key of withoutOne(jamo)) {
    for (const surface of index.get(key) ?? []) {
      const target = toJamo(surface);
      if (surface.length !== written.length || target[0] !== jamo[0] || Math.abs(target.length - jamo.length) > 1) continue;
      // Two syllables are a small world: only sounds that people confuse, never a lost one (오일 is not 오이, 유독 not 유목).
      if (short && !confused(jamo, target)) continue;
      if (!oneApart(jamo, target)) continue;
      if (best === null || surface < best) best = surface;
    }
  }
  return best;
}

function* withoutOne(jamo: string): Generator<string> {
  yield jamo;
  for (let i = 0; i < jamo.length; i++) yield jamo.slice(0, i) + jamo.slice(i + 1);
}

/** Letters that are mistaken for each other when typing by ear. */
const CONFUSED = ['ㅐㅔㅒㅖ', 'ㅗㅜㅓ', 'ㅡㅜ', 'ㅚㅙㅞ', 'ㄱㄲㅋ', 'ㄷㄸㅌ', 'ㅂㅃㅍ', 'ㅅㅆ', 'ㅈㅉㅊ', 'ㅣㅢㅟ'];

function confused(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  const apart = [...a].flatMap((letter, i) => (letter === b[i] ? [] : [[letter, b[i] ?? ''] as const]));
  const [only] = apart;
  return apart.length === 1 && only !== undefined && CONFUSED.some((set) => set.includes(only[0]) && set.includes(only[1]));
}

/** One substitution, insertion, deletion or swap of neighbours. */
function oneApart(a: string, b: string): boolean {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const left = a.slice(start, a.length - end);
  const right = b.slice(start, b.length - end);
  if (left.length <= 1 && right.length <= 1) return true;
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
}
