import { z } from 'zod';
import type { Catalogue } from '../ingredient/catalogue.ts';
import type { Material } from '../ingredient/material.ts';
import type { IfraCategory, Market } from './category.ts';
import { isRinseOff } from './leave-on.ts';
import { labelledContent } from './restricted-content.ts';

export const Allergen = z.strictObject({
  name_ko: z.string(),
  inci: z.string(),
  cas: z.string(),
  /** % of the finished product. */
  pct: z.number().nonnegative(),
  /** Must stand on the label: above the threshold, and the rule is in force. */
  declare: z.boolean(),
  list: z.enum(['eu81', 'kr25']),
  threshold_pct: z.number().positive(),
});
export type Allergen = z.infer<typeof Allergen>;

interface ListedAllergen {
  readonly list: Allergen['list'];
  readonly nameKo: string;
  readonly inci: string;
  readonly cas: readonly string[];
  readonly mainCas: string;
  readonly leaveOnPct: number;
  readonly rinseOffPct: number;
  readonly newProductsFrom: string | null;
}

const cache = new WeakMap<Catalogue, { list: readonly ListedAllergen[]; ofCas: ReadonlyMap<string, readonly ListedAllergen[]> }>();

function listedAllergens(catalogue: Catalogue) {
  let listed = cache.get(catalogue);
  if (!listed) {
    const { euAllergens, krAllergens } = catalogue.regulation;
    const koreanOf = (cas: readonly string[]) => krAllergens.find((row) => row.cas.some((number) => cas.includes(number)));
    const soldOf = (cas: readonly string[]) => catalogue.materials.find((material) => cas.includes(material.cas));
    const list: ListedAllergen[] = [
      ...euAllergens.map((row) => ({
        ...row,
        list: 'eu81' as const,
        nameKo: koreanOf(row.cas)?.nameKo ?? soldOf(row.cas)?.nameKo ?? row.labelName,
        inci: row.labelName,
        mainCas: koreanOf(row.cas)?.cas[0] ?? soldOf(row.cas)?.cas ?? row.cas[0] ?? '',
      })),
      ...krAllergens.map((row) => ({
        ...row,
        list: 'kr25' as const,
        // The Korean list gives one CAS for a name; its isomers stand in the EU row of the same name (citral: geranial, neral).
        cas: [...new Set([...row.cas, ...(euAllergens.find((eu) => eu.cas.some((cas) => row.cas.includes(cas)))?.cas ?? [])])],
        mainCas: row.cas[0] ?? '',
        newProductsFrom: null,
      })),
    ];
    const ofCas = new Map<string, ListedAllergen[]>();
    for (const row of list) for (const cas of row.cas) ofCas.set(cas, [...(ofCas.get(cas) ?? []), row]);
    listed = { list, ofCas };
    cache.set(catalogue, listed);
  }
  return listed;
}

/**
 * Allergens of a finished product: of the EU list for eu, of the Korean list for kr, of both otherwise. Naturals count with
 * their constituents and, where listed, as themselves. Sorted by content. A name is due above 0.001 % (leave-on) or 0.01 %
 * (rinse-off): Regulation (EU) 2023/1545 with the older 26; 화장품 사용 시의 주의사항 및 알레르기 유발성분 표시 규정.
 * @param lines finished % of each material
 * @param date ISO day of placing on the market; undefined = every listed name is in force
 */
export function allergensOf(
  catalogue: Catalogue,
  lines: readonly { readonly material: Material; readonly finishedPct: number }[],
  product: { category: IfraCategory; market: Market; date?: string | undefined },
): Allergen[] {
  const { list, ofCas } = listedAllergens(catalogue);
  const totals = new Map<ListedAllergen, number>();
  for (const { material, finishedPct } of lines) {
    for (const { cas, share } of labelledContent(catalogue, material)) {
      for (const row of ofCas.get(cas) ?? []) totals.set(row, (totals.get(row) ?? 0) + finishedPct * share);
    }
  }
  const wanted = product.market === 'eu' ? ['eu81'] : product.market === 'kr' ? ['kr25'] : ['eu81', 'kr25'];
  const rinseOff = isRinseOff(product.category);
  return list
    .flatMap((row): Allergen[] => {
      const pct = totals.get(row);
      if (pct === undefined || !wanted.includes(row.list)) return [];
      const thresholdPct = rinseOff ? row.rinseOffPct : row.leaveOnPct;
      const inForce = product.date === undefined || row.newProductsFrom === null || product.date >= row.newProductsFrom;
      return [
        {
          name_ko: row.nameKo,
          inci: row.inci,
          cas: row.mainCas,
          pct: Number(pct.toPrecision(12)),
          declare: inForce && pct > thresholdPct,
          list: row.list,
          threshold_pct: thresholdPct,
        },
      ];
    })
    .sort((a, b) => b.pct - a.pct);
}

/** The words for a Korean label: 향료 and every allergen of the Korean list that is due, in order of content. */
export function koreanLabelText(allergens: readonly Allergen[]): string {
  const due = allergens.filter(({ list, declare }) => list === 'kr25' && declare);
  return ['향료', ...due.map(({ name_ko }) => name_ko)].join(', ');
}
