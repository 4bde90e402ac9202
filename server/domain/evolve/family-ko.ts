import type { Family } from '../ingredient/family.ts';

/** The families as perfumers call them in Korean. */
export const FAMILY_KO: Readonly<Record<Family, string>> = {
  citrus: '시트러스',
  fruity: '프루티',
  green: '그린',
  aromatic: '아로마틱',
  aquatic: '아쿠아틱',
  clean: '클린',
  aldehydic: '알데하이드',
  floral: '플로럴',
  spicy: '스파이시',
  woody: '우디',
  amber: '앰버',
  gourmand: '구르망',
  musk: '머스크',
  powdery: '파우더리',
  leather: '레더',
  smoky: '스모키',
  earthy: '어시',
  animalic: '애니멀릭',
};
