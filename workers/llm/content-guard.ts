import type { Lexicon } from '#domain/lexicon/build-lexicon.ts';

/**
 * A second, cruder look at a brief, kept beside its canonical form so that the cache never depends on one reader alone:
 * which scents are named and with which sign, which numbers, how much of what. Two briefs that differ here are never
 * equal, whatever the reader made of them. Where the order of words carries the meaning, the whole text is the guard.
 */
export function contentGuard(brief: string, lexicon: Lexicon): string {
  const text = brief.normalize('NFKC').toLowerCase();
  if (ORDER_MATTERS.test(text)) return `text:${text.replace(/[\s.,!?~'"]+/g, '')}`;
  const numbers = [...text.matchAll(NUMBER)].map(([all]) => all.replace(/\s/g, '')).sort();
  const degrees = DEGREES.map(([name, pattern]) => `${name}${[...text.matchAll(pattern)].length}`);
  return [...signedTerms(text.replace(/\s+/g, ''), lexicon), ...numbers, ...degrees].join(' ');
}

/** Comparisons, exchanges, sequences, foreign or borrowed yes and no, and the particle that means "only". */
const ORDER_MATTERS =
  /보다|먼저|나중|바꾸|바꿔|대체|[無有]|예스|노(?![가-힣])|됐|만(?=[\s,.!]|$)|[가-힣]도(?=[\s,.!]|$)|\b(no|not|but|only|without|instead|replace|than|before|after|less|more|free)\b/;
const NUMBER = /\d+(?:[.,]\d+)?\s*(?:%|퍼센트|프로|ml|밀리|g|kg|l|시간|분|원|천원|만원|배|번|종|가지)?|두\s*배|세\s*배|절반|반으로/g;
const DEGREES: readonly (readonly [string, RegExp])[] = [
  ['little', /살짝|조금|약간|소량|미량|은근|hint|slight|touch/g],
  ['much', /아주|많이|듬뿍|매우|훨씬|잔뜩|가득|\bvery\b|\blot\b|strong/g],
  ['more', /(?<![가-힣])더(?![가-힣])|늘려|올려|추가/g],
  ['less', /(?<![가-힣])덜|줄여|낮춰/g],
  ['too', /너무|지나치/g],
];
const SCENT_KINDS = new Set(['family', 'material', 'texture', 'mood', 'scene', 'brand', 'wearer', 'season', 'occasion']);
/** So near after a word, before the next one, a refusal belongs to it. */
const REACH = 8;
const REFUSAL = /말고|빼|뺀|없|제외|싫|피하|금지|대신|아닌|아니|않|안|프리/;
const SHORTEST = 2;
/** Longer surfaces are whole phrases whose parts are surfaces too. */
const LONGEST = 16;

/** Every scent word of the lexicon in the text, with − when a refusal follows it; sorted, so that clauses may change places. */
function signedTerms(text: string, lexicon: Lexicon): string[] {
  const found: { id: string; end: number; start: number }[] = [];
  for (let at = 0; at < text.length; ) {
    let step = 1;
    for (let length = Math.min(LONGEST, text.length - at); length >= SHORTEST; length--) {
      const entry = lexicon.surfaces.get(text.slice(at, at + length))?.[0]?.entry;
      if (!entry) continue;
      if (SCENT_KINDS.has(entry.kind)) found.push({ id: entry.id, start: at, end: at + length });
      step = length;
      break;
    }
    at += step;
  }
  return found
    .map(({ id, end }, index) => {
      const next = found[index + 1]?.start ?? text.length;
      return `${id}${REFUSAL.test(text.slice(end, Math.min(next, end + REACH))) ? '-' : '+'}`;
    })
    .sort();
}
