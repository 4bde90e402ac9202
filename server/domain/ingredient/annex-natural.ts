import type { Catalogue } from './catalogue.ts';
import type { Material } from './material.ts';
import { wordsOf } from './words.ts';

/** Words of extraction and trade that tell nothing about the plant. */
const COMMON_WORDS = new Set(['oil', 'absolute', 'resinoid', 'concrete', 'extract', 'co2', 'the', 'and', 'all', 'origins', 'type']);

/**
 * Annex I natural → catalogue row, where both hold the same restricted constituents and share a telling word, and no
 * other natural or row fits as well ("Rose oil" is Rose otto; "Tangelo oil" is not Tangerine oil).
 */
export function catalogueRowOfAnnexNatural(catalogue: Catalogue): ReadonlyMap<string, Material> {
  const signature = (entries: readonly { cas: string | null; pct: number }[]): string =>
    entries
      .map(({ cas, pct }) => `${cas}:${pct}`)
      .sort()
      .join();
  const naturals = Map.groupBy(catalogue.regulation.annex, (entry) => entry.natural);
  const bySignature = new Map<string, string[]>();
  for (const [natural, entries] of naturals) {
    const key = signature(entries.map(({ constituentCas, pct }) => ({ cas: constituentCas, pct })));
    bySignature.set(key, [...(bySignature.get(key) ?? []), natural]);
  }
  const rows = new Map<string, { material: Material; shared: number }[]>();
  for (const material of catalogue.materials) {
    if (material.annexConstituents.length === 0) continue;
    const words = wordsOf([material.name, ...material.synonyms, material.botanical ?? ''].join(' '));
    const scored = (bySignature.get(signature(material.annexConstituents)) ?? [])
      .map((natural) => ({ natural, shared: [...wordsOf(natural)].filter((word) => words.has(word) && !COMMON_WORDS.has(word)).length }))
      .sort((a, b) => b.shared - a.shared);
    const [best, next] = scored;
    if (best && best.shared > 0 && best.shared > (next?.shared ?? 0)) {
      rows.set(best.natural, [...(rows.get(best.natural) ?? []), { material, shared: best.shared }]);
    }
  }
  const result = new Map<string, Material>();
  for (const [natural, candidates] of rows) {
    const [best, next] = candidates.sort((a, b) => b.shared - a.shared);
    if (best && best.shared > (next?.shared ?? 0)) result.set(natural, best.material);
  }
  return result;
}
