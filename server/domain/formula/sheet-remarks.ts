import type { Catalogue } from '../ingredient/catalogue.ts';
import { constituentsByKey } from '../ingredient/catalogue.ts';
import type { Material } from '../ingredient/material.ts';
import { materialOf } from '../ingredient/resolve-material.ts';
import type { MaterialLine } from './formula.ts';

export const REMARK_KINDS = [
  'sum',
  'line_count',
  'use_range',
  'status',
  'solid',
  'colours',
  'oxidises',
  'schiff_base',
  'not_vegan',
] as const;
export interface SheetRemark {
  readonly kind: (typeof REMARK_KINDS)[number];
  readonly ingredients: readonly string[];
  /** Korean sentence for the sheet. */
  readonly text: string;
}

/** A sheet of fewer or more lines is possible, but unusual. */
const USUAL_LINES = { least: 8, most: 40 } as const;
/** Share of oxidising materials, %, from which an antioxidant is worth a word. */
const OXIDISING_PCT = 10;
const METHYL_ANTHRANILATE = '134-20-3';

/** What a perfumer would be told on looking at the sheet: plausibility, handling, ageing. @param lines neat % of the concentrate */
export function sheetRemarks(catalogue: Catalogue, lines: readonly MaterialLine[]): SheetRemark[] {
  const read = lines.map(({ materialId, pct }) => ({ material: materialOf(catalogue, materialId), pct }));
  const odorants = read.filter(({ material }) => material.kind !== 'solvent');
  const named = (wanted: (line: { material: Material; pct: number }) => boolean): string[] =>
    odorants.filter(wanted).map(({ material }) => material.name);
  const flagged = (flag: Material['flags'][number]): string[] => named(({ material }) => material.flags.includes(flag));
  const sum = read.reduce((total, { pct }) => total + pct, 0);
  const remarks: SheetRemark[] = [];
  const say = (kind: SheetRemark['kind'], ingredients: readonly string[], text: string): void =>
    void remarks.push({ kind, ingredients, text });

  if (Math.abs(sum - 100) > 0.005) say('sum', [], `합이 ${Number(sum.toFixed(3))} %예요. 100 %가 되게 맞춰 주세요.`);
  if (odorants.length < USUAL_LINES.least || odorants.length > USUAL_LINES.most) {
    say('line_count', [], `향료가 ${odorants.length}줄이에요. 보통 ${USUAL_LINES.least}–${USUAL_LINES.most}줄이에요.`);
  }
  for (const { material, pct } of odorants) {
    if (material.status !== 'ok') say('status', [material.name], `${material.nameKo}: ${material.status}`);
    if (pct > material.useMaxPct)
      say('use_range', [material.name], `${material.nameKo} ${pct} %는 보통 쓰는 ${material.useMaxPct} %보다 많아요(추정).`);
  }
  const solids = flagged('solid_needs_solvent');
  const solvents = read.some(({ material }) => material.kind === 'solvent');
  if (solids.length > 0 && !solvents) say('solid', solids, '고체 원료예요. 용제에 먼저 녹여 주세요.');
  const colouring = flagged('colours');
  if (colouring.length > 0) say('colours', colouring, '시간이 지나면 색이 짙어질 수 있어요.');
  const oxidising = odorants.filter(({ material }) => material.flags.includes('oxidises'));
  if (oxidising.reduce((total, { pct }) => total + pct, 0) >= OXIDISING_PCT) {
    say(
      'oxidises',
      oxidising.map(({ material }) => material.name),
      '산화되기 쉬워요. BHT 0.1 % 같은 산화방지제와 서늘한 보관이 도움이 돼요.',
    );
  }
  const schiff = schiffPartners(
    catalogue,
    odorants.map(({ material }) => material),
  );
  if (schiff.length > 0) say('schiff_base', schiff, '아민과 알데하이드가 만나 시프 염기가 되면 색과 향이 변해요.');
  const animal = named(({ material }) => !material.vegan);
  if (animal.length > 0) say('not_vegan', animal, '동물 유래 원료가 들어 있어요.');
  return remarks;
}

/** Materials that will form Schiff bases with each other: an amine and an aldehyde must both be there. */
function schiffPartners(catalogue: Catalogue, materials: readonly Material[]): string[] {
  const formers = materials.filter(({ flags }) => flags.includes('schiff_base_former'));
  const hasAmine = (material: Material): boolean =>
    material.moleculeClass?.includes('amine') === true ||
    material.majorConstituents.some(({ constituent }) => constituentsByKey(catalogue).get(constituent)?.cas === METHYL_ANTHRANILATE);
  const hasAldehyde = (material: Material): boolean =>
    material.kind === 'natural' ? !hasAmine(material) : material.moleculeClass?.includes('aldehyde') === true;
  return formers.some(hasAmine) && formers.some(hasAldehyde) ? formers.map(({ name }) => name) : [];
}
