import type { Catalogue } from './catalogue.ts';
import type { Material } from './material.ts';

const cache = new WeakMap<Catalogue, ReadonlyMap<string, number>>();

/**
 * How much of one material's odour description another shares, 0–1: words weighted by their rarity in the catalogue
 * (log N/n), so that "은방울꽃" counts and "밝은" hardly does. Both Korean and English descriptions speak.
 */
export function odourWordLikeness(catalogue: Catalogue, material: Material, other: Material): number {
  const rarity = rarityOf(catalogue);
  const otherWords = new Set(odourWords(other));
  let shared = 0;
  let total = 0;
  for (const word of new Set(odourWords(material))) {
    const weight = rarity.get(word) ?? 0;
    total += weight;
    if (otherWords.has(word)) shared += weight;
  }
  return total > 0 ? shared / total : 0;
}

function odourWords({ odourKo, odourEn }: Material): string[] {
  return `${odourKo ?? ''} ${odourEn ?? ''}`
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word.length > 1);
}

function rarityOf(catalogue: Catalogue): ReadonlyMap<string, number> {
  let rarity = cache.get(catalogue);
  if (!rarity) {
    const count = new Map<string, number>();
    for (const material of catalogue.materials)
      for (const word of new Set(odourWords(material))) count.set(word, (count.get(word) ?? 0) + 1);
    // A word that one material alone uses can be shared with nobody and says nothing of likeness.
    rarity = new Map([...count].filter(([, n]) => n > 1).map(([word, n]) => [word, Math.log(catalogue.materials.length / n)]));
    cache.set(catalogue, rarity);
  }
  return rarity;
}
