import { readFileSync } from 'node:fs';
import { Rng } from '#domain/math/rng.ts';

/** Two briefs and what tells them apart (or, for variants, what was changed without changing the wish). */
export interface Pair {
  readonly kind: string;
  readonly a: string;
  readonly b: string;
}

const MATERIALS = [
  '장미',
  '자스민',
  '바닐라',
  '머스크',
  '샌달우드',
  '베르가못',
  '라벤더',
  '파출리',
  '레몬',
  '시더우드',
  '일랑일랑',
  '유자',
  '네롤리',
  '통카빈',
  '베티버',
] as const;
const SCENTS = ['꽃향', '과일향', '나무향', '비누향', '가죽향', '풀향', '시트러스', '파우더리한 향'] as const;
const PRODUCTS = ['향수', '디퓨저', '캔들', '룸스프레이', '바디로션', '섬유유연제', '핸드크림', '샴푸'] as const;
const SEASONS = ['봄', '여름', '가을', '겨울'] as const;
const PLACES = ['데이트', '출근', '운동', '결혼식', '파티'] as const;

/**
 * Pairs that differ in one thing a perfumer would never mix up: what is refused, how much, for what, for whom, in which
 * order. No cache may give one the other's answer.
 */
export function minimalPairs(): Pair[] {
  const pairs: Pair[] = [];
  const add = (kind: string, a: string, b: string): void => void pairs.push({ kind, a, b });
  for (const [a, b] of twos(MATERIALS)) {
    add('order', `${a} 말고 ${b}`, `${b} 말고 ${a}`);
    add('order', `${a}${object(a)} ${b}${by(b)} 바꿔줘`, `${b}${object(b)} ${a}${by(a)} 바꿔줘`);
    add('order', `${a}보다 ${b} 향이 더 나게`, `${b}보다 ${a} 향이 더 나게`);
    add('negation', `${a} 빼고 ${b} 향수`, `${a} 넣고 ${b} 향수`);
    add('negation', `${b} 없이 ${a} 향수`, `${b} 넣은 ${a} 향수`);
    add('scope', `${a}, ${b} 빼고 앰버`, `${a} 넣고 ${b} 빼고 앰버`);
    add('number', `${a} 3%에 ${b} 조금`, `${a} 30%에 ${b} 조금`);
    add('degree', `${a}에 ${b} 살짝`, `${a}에 ${b} 듬뿍`);
    add('only', `${a}만 넣고 ${b}${topic(b)} 빼고`, `${b}만 넣고 ${a}${topic(a)} 빼고`);
    for (const product of PRODUCTS.slice(0, 4)) add('negation', `${a} 뺀 ${b} ${product}`, `${b} 뺀 ${a} ${product}`);
  }
  for (const material of MATERIALS) {
    for (const scent of SCENTS) {
      add('negation', `${material} 향은 나고 ${scent}은 안 나는 향수`, `${material} 향은 안 나고 ${scent}은 나는 향수`);
      add('negation', `${scent}에 ${material} 빼고`, `${scent}에 ${material} 말고 다른 건 없이`);
      add('antonym', `은은한 ${scent}에 ${material}`, `아주 진한 ${scent}에 ${material}`);
      add('antonym', `단순한 ${scent}에 ${material}`, `복합적인 ${scent}에 ${material}`);
    }
    for (const [a, b] of twos(PRODUCTS)) add('product', `${material} 향 ${a}`, `${material} 향 ${b}`);
    for (const [a, b] of twos(SEASONS)) add('season', `${a}에 쓸 ${material} 향수`, `${b}에 쓸 ${material} 향수`);
    for (const [a, b] of twos(PLACES)) add('occasion', `${a}할 때 쓸 ${material} 향수`, `${b}할 때 쓸 ${material} 향수`);
    for (const [a, b] of twos(['남성용', '여성용', '남녀공용'])) add('audience', `${a} ${material} 향수`, `${b} ${material} 향수`);
    for (const [a, b] of twos(['3%', '5%', '10%', '15%', '30%']))
      add('number', `${material} 향수, 부향률 ${a}`, `${material} 향수, 부향률 ${b}`);
    for (const [a, b] of twos(['30ml', '50ml', '100ml'])) add('number', `${material} 향수 ${a}`, `${material} 향수 ${b}`);
    for (const [a, b] of twos(['4시간', '6시간', '8시간', '10시간']))
      add('number', `${a} 가는 ${material} 향수`, `${b} 가는 ${material} 향수`);
    for (const [a, b] of twos(['3천원', '5천원', '3만원']))
      add('number', `ml당 ${a} 이하 ${material} 향수`, `ml당 ${b} 이하 ${material} 향수`);
    add('unit', `ml당 3000원 이하 ${material} 향수`, `kg당 3000원 이하 ${material} 향수`);
    add('degree', `${material} 향을 살짝`, `${material} 향을 아주 많이`);
  }
  return pairs;
}

/** The pairs that a person wrote: the traps of Korean, one by one. */
export function handWrittenPairs(): Pair[] {
  const text = readFileSync(new URL('hand-written-pairs.tsv', import.meta.url), 'utf8');
  return text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [kind = '', a = '', b = ''] = line.split('\t');
      return { kind, a, b };
    });
}

/** Briefs that all want something different, so that every pair of them is a pair. */
export function distinctBriefs(count: number): string[] {
  const rng = Rng.fromSeed(400);
  const seen = new Set<string>();
  const pick = <T>(items: readonly T[]): T => items[rng.int(items.length)] as T;
  while (seen.size < count) {
    const wanted = pick(MATERIALS);
    const refused = pick(MATERIALS.filter((material) => material !== wanted));
    seen.add(`${pick(SEASONS)}에 쓸 ${pick(['은은한', '진한'])} ${wanted} ${pick(PRODUCTS)}, ${refused}${topic(refused)} 빼고`);
  }
  return [...seen];
}

/** The same wish written a little differently: spaces, particles, politeness, punctuation, order of its parts. */
export function surfaceVariants(): Pair[] {
  const pairs: Pair[] = [];
  for (const [index, base] of distinctBriefs(100).entries()) {
    const [first = '', second = ''] = base.split(', ');
    const variants: Readonly<Record<string, string>> = {
      spacing: base.replaceAll(' ', ''),
      spaces: ` ${base.replaceAll(' ', '  ')} `,
      punctuation: `${first}. ${second}!`,
      politeness: `${first}, ${second} 부탁드려요`,
      ending: `${first}, ${second} 만들어 주세요`,
      particle: base.replace(/[은는] 빼고/, ' 빼고'),
      clauses: `${second}, ${first}`,
      emoji: `${base} 🙂`,
    };
    const kinds = Object.keys(variants);
    for (const kind of kinds.filter((_, place) => place !== index % kinds.length)) pairs.push({ kind, a: base, b: variants[kind] ?? '' });
  }
  return pairs;
}

/** The same wish in other words. A miss costs a model call, never a wrong answer. */
export function paraphrases(): Pair[] {
  const forms: readonly ((wanted: string, refused: string, season: string) => readonly [string, string, string])[] = [
    (wanted, refused) => ['instead', `${refused} 말고 ${wanted}`, `${wanted}${by(wanted)} 해 주고 ${refused}${topic(refused)} 빼 줘`],
    (wanted, refused) => ['without', `${refused} 없는 ${wanted} 향수`, `${wanted} 향수인데 ${refused}${topic(refused)} 싫어요`],
    (wanted, _refused, season) => ['season', `${season}에 쓸 ${wanted} 향수`, `${season}용 ${wanted} 향수`],
    (wanted, _refused, season) => ['weather', `${season}에 어울리는 은은한 ${wanted}`, `은은한 ${wanted}, ${season}에 뿌리려고요`],
    (wanted) => ['soft', `은은한 ${wanted} 향수`, `${wanted} 향이 은은하게 나는 향수`],
    (wanted) => ['lasting', `오래 가는 ${wanted} 향수`, `${wanted} 향수인데 지속력 좋게`],
    (wanted, refused) => [
      'avoid',
      `${wanted}${topic(wanted)} 좋고 ${refused}${topic(refused)} 제외`,
      `${refused} 제외하고 ${wanted} 넣어서`,
    ],
  ];
  const pairs: Pair[] = [];
  for (const [index, [wanted, refused]] of twos(MATERIALS).entries()) {
    for (const form of forms) {
      const [kind, a, b] = form(wanted, refused, SEASONS[index % SEASONS.length] ?? '봄');
      pairs.push({ kind, a, b });
    }
  }
  return pairs;
}

/** The particle that fits the last syllable: after a final consonant, after ㄹ, or after a vowel. */
function finalOf(word: string): 'none' | 'rieul' | 'other' {
  const jong = ((word.codePointAt(word.length - 1) ?? 0) - 0xac00) % 28;
  return jong === 0 ? 'none' : jong === 8 ? 'rieul' : 'other';
}
function topic(word: string): string {
  return finalOf(word) === 'none' ? '는' : '은';
}
function object(word: string): string {
  return finalOf(word) === 'none' ? '를' : '을';
}
function by(word: string): string {
  return finalOf(word) === 'other' ? '으로' : '로';
}

function twos<T>(items: readonly T[]): [T, T][] {
  return items.flatMap((a, index) => items.slice(index + 1).map((b): [T, T] => [a, b]));
}
