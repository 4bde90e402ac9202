import type { Catalogue } from '../ingredient/catalogue.ts';
import { FAMILIES, type Family } from '../ingredient/family.ts';
import { Rng } from '../math/rng.ts';
import type { Reading } from './reading.ts';

export interface HintOptions {
  readonly seed: number;
  readonly catalogue: Catalogue;
  readonly locale?: 'ko' | 'en';
}

const SKETCHES: Readonly<Record<'ko' | 'en', readonly string[]>> = {
  ko: ['첫 숨에 보이는 장면', '가운데서 천천히 열리는 결', '살에 남는 마지막 온도', '가까이에서만 들리는 대비', '비워 둔 자리의 숨'],
  en: ['the first breath', 'the heart that opens slowly', 'the last warmth on skin', 'a contrast heard up close', 'the room left empty'],
};

/** 5–8 hints from a reading, without a model. Same reading and seed → same hints. Never a brand. */
export function templateHints(reading: Reading, options: HintOptions): string[] {
  const rng = Rng.fromSeed(options.seed);
  const families = FAMILIES.filter((family): family is Family => (reading.notes_preference[family] ?? 0) > 0.02);
  const locale = options.locale ?? 'ko';
  return rng.shuffle([...SKETCHES[locale]]).map((sketch, i) => `${sketch}: ${families[i % families.length] ?? 'musk'}`);
}
