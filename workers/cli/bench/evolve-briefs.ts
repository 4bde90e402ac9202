import type { Reading } from '#domain/brief/reading.ts';
import { readingOf } from '#domain/evolve/loose-reading.ts';
import type { EvolveProblem } from '#domain/evolve/problem.ts';

export interface BenchBrief {
  readonly name: string;
  readonly reading: Reading;
  readonly market: EvolveProblem['options']['market'];
}

/** Twenty briefs over families, products, doses, budgets and wishes; the same for every benchmark of evolution. */
export const BENCH_BRIEFS: readonly BenchBrief[] = [
  brief('여름 시트러스', 'kr', { notes_preference: { citrus: 0.5, floral: 0.3, clean: 0.2 }, intensity: 0.4, season: ['summer'] }),
  brief('장미와 머스크', 'all', { notes_preference: { floral: 0.7, musk: 0.3 }, include_ingredients: ['phenethyl-alcohol'] }),
  brief('숲과 연기', 'eu', { notes_preference: { woody: 0.45, smoky: 0.3, earthy: 0.25 }, intensity: 0.7, concentration: 'parfum' }),
  brief('구르망 디저트', 'kr', { notes_preference: { gourmand: 0.6, fruity: 0.25, powdery: 0.15 }, intensity: 0.6, complexity: 0.6 }),
  brief('빨래 바디로션', 'kr', { notes_preference: { clean: 0.4, musk: 0.35, aldehydic: 0.25 }, product: 'body_lotion', intensity: 0.3 }),
  brief('오리엔탈 밤', 'all', { notes_preference: { amber: 0.4, spicy: 0.3, animalic: 0.1, gourmand: 0.2 }, longevity_hours_min: 10 }),
  brief('그린 티 디퓨저', 'ifra', { notes_preference: { green: 0.4, citrus: 0.3, aromatic: 0.3 }, product: 'reed_diffuser' }),
  brief('바다', 'kr', { notes_preference: { aquatic: 0.5, citrus: 0.3, woody: 0.2 }, sillage: 'moderate' }),
  brief('가죽 재킷', 'eu', { notes_preference: { leather: 0.4, woody: 0.3, amber: 0.3 }, wearer: 'male', sillage: 'moderate' }),
  brief('꽃 없는 프루티', 'kr', { notes_preference: { fruity: 0.6, green: 0.2, musk: 0.2 }, exclude_families: ['floral', 'gourmand'] }),
  brief('저렴한 핸드워시', 'kr', {
    notes_preference: { aromatic: 0.5, citrus: 0.5 },
    product: 'hand_wash',
    cost_cap: { value: 30_000, unit: 'KRW/kg' },
  }),
  brief('천연 플로럴', 'eu', {
    notes_preference: { floral: 0.6, aromatic: 0.2, earthy: 0.2 },
    prefer: { natural: true, minimise_allergens: false, novelty: false },
  }),
  brief('알레르겐 적은 코튼', 'eu', {
    notes_preference: { clean: 0.5, floral: 0.3, musk: 0.2 },
    prefer: { natural: false, minimise_allergens: true, novelty: false },
  }),
  brief('피라미드 레몬–샌달우드', 'kr', {
    notes_preference: { citrus: 0.35, floral: 0.3, woody: 0.35 },
    pyramid: { top: ['citrus'], middle: ['floral'], base: ['woody'] },
  }),
  brief('파우더리 아이리스', 'all', { notes_preference: { powdery: 0.5, floral: 0.3, woody: 0.2 }, complexity: 0.7 }),
  brief('미니멀 우디', 'ifra', { notes_preference: { woody: 0.8, musk: 0.2 }, complexity: 0.1 }),
  brief('스파이시 캔들', 'ifra', { notes_preference: { spicy: 0.5, woody: 0.3, smoky: 0.2 }, product: 'candle' }),
  brief('어시 파출리', 'eu', { notes_preference: { earthy: 0.5, woody: 0.3, amber: 0.2 }, include_ingredients: ['patchouli-oil'] }),
  brief('섬유 미스트', 'kr', { notes_preference: { fruity: 0.4, floral: 0.4, clean: 0.2 }, product: 'fabric_mist', intensity: 0.3 }),
  brief('립밤', 'all', { notes_preference: { gourmand: 0.5, fruity: 0.5 }, product: 'lip', intensity: 0.2, complexity: 0.2 }),
];

function brief(name: string, market: BenchBrief['market'], given: Readonly<Record<string, unknown>>): BenchBrief {
  return { name, market, reading: readingOf(given) };
}
