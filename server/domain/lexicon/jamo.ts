/** A Hangul syllable block taken apart: indices of Unicode 15 chapter 3.12 (19 initials, 21 vowels, 28 finals with 0 = none). */
export interface Syllable {
  readonly initial: number;
  readonly vowel: number;
  readonly final: number;
}

const FIRST = 0xac00;
const LAST = 0xd7a3;
const INITIALS = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ';
const VOWELS = 'ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ';
const FINALS = ' ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ';

/** The parts of one syllable, or null when the character is not a whole Hangul syllable. */
export function takeApart(character: string): Syllable | null {
  const code = character.charCodeAt(0);
  if (Number.isNaN(code) || code < FIRST || code > LAST) return null;
  const index = code - FIRST;
  return { initial: Math.floor(index / 588), vowel: Math.floor((index % 588) / 28), final: index % 28 };
}

export function putTogether({ initial, vowel, final }: Syllable): string {
  return String.fromCharCode(FIRST + initial * 588 + vowel * 28 + final);
}

/** `text` with the final consonant of its last syllable replaced; '' takes it away. */
export function withFinal(text: string, final: string): string {
  const last = takeApart(text.slice(-1));
  if (!last) return text;
  return text.slice(0, -1) + putTogether({ ...last, final: final === '' ? 0 : FINALS.indexOf(final) });
}

/** The final consonant of the last syllable, '' when it is open, null when the last character is not Hangul. */
export function finalOf(text: string): string | null {
  const last = takeApart(text.slice(-1));
  if (!last) return null;
  return last.final === 0 ? '' : (FINALS[last.final] ?? '');
}

/** The vowel of the last syllable, or null. */
export function vowelOf(text: string): string | null {
  const last = takeApart(text.slice(-1));
  return last ? (VOWELS[last.vowel] ?? null) : null;
}

/** `text` with the vowel of its last syllable replaced. */
export function withVowel(text: string, vowel: string): string {
  const last = takeApart(text.slice(-1));
  if (!last) return text;
  return text.slice(0, -1) + putTogether({ ...last, vowel: VOWELS.indexOf(vowel) });
}

/** Letters as they are typed: syllables fall into jamo, all else stays. */
export function toJamo(text: string): string {
  let jamo = '';
  for (const character of text) {
    const parts = takeApart(character);
    if (!parts) jamo += character;
    else jamo += (INITIALS[parts.initial] ?? '') + (VOWELS[parts.vowel] ?? '') + (parts.final === 0 ? '' : (FINALS[parts.final] ?? ''));
  }
  return jamo;
}
