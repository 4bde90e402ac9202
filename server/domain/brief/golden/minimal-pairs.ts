import type { Reading } from '../reading.ts';

/** Two briefs that differ in one word of weight, and the slot in which their readings must differ. */
export interface MinimalPair {
  readonly kind:
    | 'negation'
    | 'double negation'
    | 'scope'
    | 'order'
    | 'degree'
    | 'number'
    | 'unit'
    | 'product'
    | 'wearer'
    | 'season'
    | 'place'
    | 'cap';
  readonly a: string;
  readonly b: string;
  /** Whether the two readings say what the two briefs say, in the right slot. */
  readonly told: (a: Reading, b: Reading) => boolean;
}

/** Materials by the word of the brief and a piece of the catalogue id, no two of one id. */
const MATERIALS: readonly (readonly [string, string])[] = [
  ['장미', 'rose'],
  ['자스민', 'jasmin'],
  ['라벤더', 'lavender'],
  ['레몬', 'lemon-oil'],
  ['자몽', 'grapefruit'],
  ['유자', 'yuzu'],
  ['샌달우드', 'sandalwood'],
  ['시더우드', 'cedarwood'],
  ['히노키', 'hinoki'],
  ['패츌리', 'patchouli'],
  ['베티버', 'vetiver'],
  ['바닐라', 'vanilla'],
  ['커피', 'coffee'],
  ['초콜릿', 'cacao'],
  ['계피', 'cinnamon'],
  ['생강', 'ginger'],
  ['후추', 'black-pepper'],
  ['유향', 'olibanum'],
  ['로즈마리', 'rosemary'],
  ['민트', 'mint'],
  ['쑥', 'mugwort'],
  ['녹차', 'tea-leaf'],
  ['튜베로즈', 'tuberose'],
  ['미모사', 'mimosa'],
];
const FAMILY_WORDS: readonly (readonly [string, keyof Reading['notes_preference']])[] = [
  ['꽃향', 'floral'],
  ['시트러스', 'citrus'],
  ['우디', 'woody'],
  ['머스크', 'musk'],
  ['앰버', 'amber'],
  ['가죽', 'leather'],
  ['파우더리', 'powdery'],
  ['아쿠아틱', 'aquatic'],
  ['스모키', 'smoky'],
  ['과일향', 'fruity'],
  ['비누향', 'clean'],
  ['흙냄새', 'earthy'],
];
const ADJECTIVES: readonly (readonly [string, keyof Reading['notes_preference']])[] = [
  ['달콤', 'gourmand'],
  ['스모키', 'smoky'],
  ['파우더리', 'powdery'],
  ['우디', 'woody'],
  ['스파이시', 'spicy'],
  ['프루티', 'fruity'],
];
const PRODUCTS: readonly (readonly [string, Reading['product']])[] = [
  ['향수', 'fine_fragrance'],
  ['디퓨저', 'reed_diffuser'],
  ['룸스프레이', 'room_spray'],
  ['캔들', 'candle'],
  ['바디로션', 'body_lotion'],
  ['핸드크림', 'hand_cream'],
  ['핸드워시', 'hand_wash'],
  ['바디워시', 'body_wash'],
  ['헤어미스트', 'hair_mist'],
  ['립밤', 'lip'],
  ['데오드란트', 'deodorant'],
  ['패브릭 미스트', 'fabric_mist'],
];

const includes = (reading: Reading, id: string): boolean => reading.include_ingredients.some((one) => one.includes(id));
const refuses = (reading: Reading, id: string): boolean => reading.exclude_ingredients.some((one) => one.includes(id));
const share = (reading: Reading, family: keyof Reading['notes_preference']): number => reading.notes_preference[family] ?? 0;

/** Every pair, always the same ones in the same order. */
export function minimalPairs(): MinimalPair[] {
  return [
    ...negations(),
    ...doubleNegations(),
    ...scopes(),
    ...orders(),
    ...degrees(),
    ...numbers(),
    ...products(),
    ...people(),
    ...places(),
  ];
}

const WANTING = ['{} 향이 나는 향수', '{} 향이 좋아요', '{} 넣어 주세요', '{} 느낌으로 부탁해요'];
const REFUSING = [
  '{} 향이 안 나는 향수',
  '{} 향이 싫어요',
  '{} 넣지 말아 주세요',
  '{} 느낌은 빼고 부탁해요',
  '{}만 아니면 좋겠어요',
  '{}은 절대 안 돼요',
  '{} 없는 향수',
  '{} 말고 다른 걸로요',
];

function* negations(): Generator<MinimalPair> {
  for (const [i, refusal] of REFUSING.entries()) {
    const wish = WANTING[i % WANTING.length] ?? '';
    for (const [word, id] of MATERIALS) {
      yield {
        kind: 'negation',
        a: fill(wish, word),
        b: fill(refusal, word),
        told: (a, b) => includes(a, id) && !refuses(a, id) && refuses(b, id) && !includes(b, id),
      };
    }
    for (const [word, family] of FAMILY_WORDS) {
      yield {
        kind: 'negation',
        a: fill(wish, word),
        b: fill(refusal, word),
        told: (a, b) =>
          share(a, family) > 0.3 && a.exclude_families.length === 0 && b.exclude_families.includes(family) && share(b, family) === 0,
      };
    }
  }
}

const TWICE: readonly (readonly [string, string])[] = [
  ['{}이 없는 향', '{}이 없지 않은 향'],
  ['{} 향은 싫어요', '{} 향이 싫지 않아요'],
  ['{} 빼 주세요', '{} 빼지 말아 주세요'],
  ['{}이 나면 안 돼요', '{}이 없으면 안 돼요'],
  ['{}이 들어가면 안 됩니다', '{}이 빠지면 안 됩니다'],
];

function* doubleNegations(): Generator<MinimalPair> {
  for (const [once, twice] of TWICE) {
    for (const [word, id] of MATERIALS)
      yield { kind: 'double negation', a: fill(once, word), b: fill(twice, word), told: (a, b) => refuses(a, id) && !refuses(b, id) };
    for (const [word, family] of FAMILY_WORDS) {
      yield {
        kind: 'double negation',
        a: fill(once, word),
        b: fill(twice, word),
        told: (a, b) => a.exclude_families.includes(family) && !b.exclude_families.includes(family) && share(b, family) > 0,
      };
    }
  }
}

const SCOPES: readonly (readonly [string, string])[] = [
  ['{1}, {2} 빼고 {3}', '{1} 빼고 {2}, {3}'],
  ['{1}이랑 {2} 없이 {3} 향수', '{1} 없이 {2}랑 {3} 향수'],
  ['{1}와 {2}는 싫고 {3}는 좋아요', '{1}는 싫고 {2}와 {3}는 좋아요'],
];

function* scopes(): Generator<MinimalPair> {
  for (const [wide, narrow] of SCOPES) {
    for (const [i, [first]] of MATERIALS.entries()) {
      for (const step of [3, 5, 7, 9, 10, 11, 13]) {
        const [second, id] = at(MATERIALS, i + step);
        const [third, last] = at(MATERIALS, i + 2 * step);
        if (third === first) continue;
        const words = [first, second, third];
        yield {
          kind: 'scope',
          a: fill(wide, ...words),
          b: fill(narrow, ...words),
          told: (a, b) =>
            refuses(a, id) && !includes(a, id) && includes(b, id) && !refuses(b, id) && includes(a, last) && includes(b, last),
        };
      }
    }
  }
}

const CONTRASTS = [
  '{1} 말고 {2}',
  '{1} 대신 {2}',
  '{1}은 빼고 {2} 넣어 주세요',
  '{1}은 싫은데 {2}은 좋아요',
  '{1}이 아니라 {2}요',
  '{1}은 됐고 {2}으로 해 주세요',
];

function* orders(): Generator<MinimalPair> {
  for (const contrast of CONTRASTS) {
    for (const [i, [x, xId]] of MATERIALS.entries()) {
      for (const step of [1, 4, 6, 10, 15]) {
        const [y, yId] = at(MATERIALS, i + step);
        yield {
          kind: 'order',
          a: fill(contrast, x, y),
          b: fill(contrast, y, x),
          told: (a, b) => refuses(a, xId) && includes(a, yId) && refuses(b, yId) && includes(b, xId),
        };
      }
    }
  }
}

function* degrees(): Generator<MinimalPair> {
  for (const [adjective, family] of ADJECTIVES) {
    for (const [word, other] of FAMILY_WORDS) {
      if (other === family) continue;
      yield {
        kind: 'degree',
        a: `살짝 ${adjective}한 ${word}`,
        b: `아주 ${adjective}한 ${word}`,
        told: (a, b) => share(a, family) > 0 && share(a, family) < share(b, family) - 0.1,
      };
      yield {
        kind: 'cap',
        a: `너무 ${adjective}하지 않은 ${word}`,
        b: `${adjective}한 ${word}`,
        told: (a, b) =>
          a.reduce_families.includes(family) &&
          !a.exclude_families.includes(family) &&
          !b.reduce_families.includes(family) &&
          share(a, family) < share(b, family),
      };
      yield {
        kind: 'cap',
        a: `너무 ${adjective}하지 않은 ${word}`,
        b: `전혀 ${adjective}하지 않은 ${word}`,
        told: (a, b) => a.reduce_families.includes(family) && !a.exclude_families.includes(family) && b.exclude_families.includes(family),
      };
      yield {
        kind: 'degree',
        a: `덜 ${adjective}한 ${word}`,
        b: `더 ${adjective}한 ${word}`,
        told: (a, b) => share(a, family) < share(b, family),
      };
    }
  }
  for (const [word] of [...FAMILY_WORDS, ...MATERIALS]) {
    yield { kind: 'degree', a: `은은한 ${word} 향수`, b: `진한 ${word} 향수`, told: (a, b) => a.intensity < b.intensity - 0.15 };
    yield {
      kind: 'degree',
      a: `가볍고 심플한 ${word}`,
      b: `무겁고 복합적인 ${word}`,
      told: (a, b) => a.intensity < b.intensity && a.complexity < b.complexity,
    };
    yield { kind: 'degree', a: `무겁지 않은 ${word} 향수`, b: `무거운 ${word} 향수`, told: (a, b) => a.intensity < b.intensity - 0.1 };
    if (word !== '머스크')
      yield {
        kind: 'degree',
        a: `${word} 향은 조금만, 머스크는 듬뿍`,
        b: `${word} 향은 듬뿍, 머스크는 조금만`,
        told: (a, b) => share(a, 'musk') > share(b, 'musk'),
      };
  }
}

function* numbers(): Generator<MinimalPair> {
  for (const [i, [x, xFamily]] of FAMILY_WORDS.entries()) {
    for (const step of [1, 2, 3, 5]) {
      const [y, yFamily] = at(FAMILY_WORDS, i + step);
      for (const [low, high] of [
        [30, 70],
        [20, 80],
        [10, 90],
        [40, 60],
      ] as const) {
        yield {
          kind: 'number',
          a: `${x} ${low}%, ${y} ${high}%`,
          b: `${x} ${high}%, ${y} ${low}%`,
          told: (a, b) => share(a, xFamily) < share(b, xFamily) && share(a, yFamily) > share(b, yFamily),
        };
      }
      yield { kind: 'number', a: `${x}와 ${y} 3:7`, b: `${x}와 ${y} 7:3`, told: (a, b) => share(a, xFamily) < share(b, xFamily) };
    }
    for (const [few, many] of [
      [3, 30],
      [5, 50],
      [15, 18],
      [10, 100],
    ] as const) {
      yield {
        kind: 'number',
        a: `${x} 향수 ${few}ml`,
        b: `${x} 향수 ${many}ml`,
        told: (a, b) => a.batch_ml === few && b.batch_ml === many,
      };
      yield {
        kind: 'number',
        a: `부향률 ${few}%의 ${x} 향수`,
        b: `부향률 ${many}%의 ${x} 향수`,
        told: (a, b) => a.concentration_pct === few && b.concentration_pct === many,
      };
      yield {
        kind: 'unit',
        a: `${x} 향수 ${few}ml`,
        b: `${x} 향수 농도 ${few}%`,
        told: (a, b) => a.batch_ml === few && a.concentration_pct === null && b.concentration_pct === few && b.batch_ml === null,
      };
      yield {
        kind: 'unit',
        a: `${x} 향수, 1ml당 ${few * 100}원`,
        b: `${x} 향수, 1kg당 ${few * 100}원`,
        told: (a, b) => a.cost_cap?.unit === 'KRW/ml' && b.cost_cap?.unit === 'KRW/kg',
      };
      yield {
        kind: 'unit',
        a: `${x} 향수, 예산 ${many}만원`,
        b: `${x} 향수, 예산 ${many}천원`,
        told: (a, b) => a.cost_cap?.value === many * 10_000 && b.cost_cap?.value === many * 1000,
      };
    }
    yield { kind: 'unit', a: `${x} 향수 0.5ml`, b: `${x} 향수 5ml`, told: (a, b) => a.batch_ml === 0.5 && b.batch_ml === 5 };
    yield {
      kind: 'number',
      a: `${x} 향수 지속력 4시간`,
      b: `${x} 향수 지속력 12시간`,
      told: (a, b) => a.longevity_hours_min === 4 && b.longevity_hours_min === 12,
    };
  }
}

function* products(): Generator<MinimalPair> {
  for (const [x, xProduct] of PRODUCTS) {
    for (const [y, yProduct] of PRODUCTS) {
      if (x === y) continue;
      yield {
        kind: 'product',
        a: `${x} 만들어 주세요. 히노키 향으로요`,
        b: `${y} 만들어 주세요. 히노키 향으로요`,
        told: (a, b) => a.product === xProduct && b.product === yProduct,
      };
      yield {
        kind: 'product',
        a: `${x} 말고 ${y}로, 장미 향`,
        b: `${y} 말고 ${x}로, 장미 향`,
        told: (a, b) => a.product === yProduct && b.product === xProduct,
      };
    }
  }
}

const PEOPLE: readonly (readonly [string, string])[] = [
  ['남성용', '여성용'],
  ['남자친구 선물로', '여자친구 선물로'],
  ['남자', '여자'],
  ['남편이 쓸', '아내가 쓸'],
  ['남자 향수 말고 여자', '여자 향수 말고 남자'],
];
const SEASONS: readonly (readonly [string, string])[] = [
  ['여름', '겨울'],
  ['봄', '가을'],
  ['여름 말고 겨울', '겨울 말고 여름'],
  ['봄 말고 가을', '가을 말고 봄'],
];

function* people(): Generator<MinimalPair> {
  for (const [word] of FAMILY_WORDS) {
    for (const [x, y] of PEOPLE)
      yield {
        kind: 'wearer',
        a: `${x} ${word} 향수`,
        b: `${y} ${word} 향수`,
        told: (a, b) => a.wearer !== null && b.wearer !== null && a.wearer !== b.wearer,
      };
    for (const [x, y] of SEASONS)
      yield {
        kind: 'season',
        a: `${x}에 쓸 ${word} 향수`,
        b: `${y}에 쓸 ${word} 향수`,
        told: (a, b) => a.season.length === 1 && b.season.length === 1 && a.season[0] !== b.season[0],
      };
  }
}

const PLACES = [
  '첫 향은 {1}, 끝 향은 {2}',
  '탑은 {1}이고 베이스는 {2}이면 좋겠어요',
  '{1}로 시작해서 {2}로 끝나는 향수',
  '처음에는 {1}, 나중에는 {2} 향이 나게',
];

function* places(): Generator<MinimalPair> {
  for (const template of PLACES) {
    for (const [i, [x, xId]] of MATERIALS.entries()) {
      const [y, yId] = at(MATERIALS, i + 8);
      const stands = (reading: Reading, top: string, base: string) =>
        reading.pyramid?.top.some((one) => one.includes(top)) === true && reading.pyramid.base.some((one) => one.includes(base));
      yield { kind: 'place', a: fill(template, x, y), b: fill(template, y, x), told: (a, b) => stands(a, xId, yId) && stands(b, yId, xId) };
    }
  }
}

/** Puts words in place of {}, {1}, {2}, {3}, with the particle form that fits each. */
function fill(template: string, ...words: readonly string[]): string {
  return template.replace(/\{(\d?)\}(이랑|랑|이|은|는|와|으로|로)?/g, (_all, index: string, particle: string | undefined) => {
    const word = words[index === '' ? 0 : Number(index) - 1] ?? '';
    return word + fitting(word, particle);
  });
}

const PARTICLES: Readonly<Record<string, readonly [string, string]>> = {
  이: ['이', '가'],
  은: ['은', '는'],
  는: ['은', '는'],
  와: ['과', '와'],
  로: ['으로', '로'],
  으로: ['으로', '로'],
  이랑: ['이랑', '랑'],
  랑: ['이랑', '랑'],
};

function fitting(word: string, particle: string | undefined): string {
  const forms = particle === undefined ? undefined : PARTICLES[particle];
  if (!forms) return '';
  const final = (word.charCodeAt(word.length - 1) - 0xac00) % 28;
  if (particle?.endsWith('로') && final === 8) return '로';
  return final === 0 ? forms[1] : forms[0];
}

const at = <T>(list: readonly T[], i: number): T => list[i % list.length] as T;
