import { cacheForm, type Embedded } from '#workers/llm/read-with-ladder.ts';
import { distinctBriefs, handWrittenPairs, minimalPairs, type Pair, paraphrases, surfaceVariants } from './sets.ts';

export interface CacheSets {
  readonly minimal: { readonly pairs: number; readonly hand_written: number; readonly false_hits: number; readonly not_cached: number };
  readonly distinct: { readonly briefs: number; readonly pairs: number; readonly false_hits: number };
  readonly surface: { readonly pairs: number; readonly hit_share: number; readonly by_kind: Readonly<Record<string, number>> };
  readonly paraphrase: { readonly pairs: number; readonly hit_share: number; readonly by_kind: Readonly<Record<string, number>> };
  /** The first pairs that went wrong, for the one who mends them. */
  readonly wrong: readonly Pair[];
}

const SHOWN = 40;
export const BARS = { falseHits: 0, surface: 0.95, paraphrase: 0.6 } as const;

/** Which pairs the cache calls equal, on `share` of each set. A brief without a key is never served from the cache. */
export function measureSets(embedded: Embedded, share = 1): CacheSets {
  const keys = new Map<string, string | null>();
  const keyOf = (brief: string): string | null => {
    let key = keys.get(brief);
    if (key === undefined) {
      key = cacheForm(embedded.read(brief), brief, embedded);
      keys.set(brief, key);
    }
    return key;
  };
  const equal = ({ a, b }: Pair): boolean => keyOf(a) !== null && keyOf(a) === keyOf(b);
  const some = <T>(items: readonly T[]): T[] => items.filter((_, index) => Math.floor(index * share) !== Math.floor((index + 1) * share));

  const hand = handWrittenPairs();
  const minimal = [...some(minimalPairs()), ...hand];
  const falseMinimal = minimal.filter(equal);
  const briefs = distinctBriefs(Math.max(20, Math.round(400 * Math.sqrt(share))));
  const counts = new Map<string, string[]>();
  for (const brief of briefs) {
    const key = keyOf(brief);
    if (key !== null) counts.set(key, [...(counts.get(key) ?? []), brief]);
  }
  const falseDistinct = [...counts.values()].flatMap((same) => same.slice(1).map((b): Pair => ({ kind: 'distinct', a: same[0] ?? '', b })));
  const surface = some(surfaceVariants());
  const words = some(paraphrases());
  return {
    minimal: {
      pairs: minimal.length,
      hand_written: hand.length,
      false_hits: falseMinimal.length,
      not_cached: minimal.filter(({ a, b }) => keyOf(a) === null || keyOf(b) === null).length,
    },
    distinct: {
      briefs: briefs.length,
      pairs: (briefs.length * (briefs.length - 1)) / 2,
      false_hits: [...counts.values()].reduce((sum, same) => sum + (same.length * (same.length - 1)) / 2, 0),
    },
    surface: { pairs: surface.length, ...shares(surface, equal) },
    paraphrase: { pairs: words.length, ...shares(words, equal) },
    wrong: [...falseMinimal, ...falseDistinct, ...surface.filter((pair) => !equal(pair))].slice(0, SHOWN),
  };
}

export function holds({ minimal, distinct, surface, paraphrase }: CacheSets): boolean {
  const falseHits = minimal.false_hits + distinct.false_hits;
  return falseHits === BARS.falseHits && surface.hit_share >= BARS.surface && paraphrase.hit_share >= BARS.paraphrase;
}

function shares(pairs: readonly Pair[], equal: (pair: Pair) => boolean): { hit_share: number; by_kind: Record<string, number> } {
  const byKind: Record<string, number> = {};
  for (const kind of new Set(pairs.map((pair) => pair.kind)))
    byKind[kind] = shareOf(
      pairs.filter((pair) => pair.kind === kind),
      equal,
    );
  return { hit_share: shareOf(pairs, equal), by_kind: byKind };
}

function shareOf(pairs: readonly Pair[], equal: (pair: Pair) => boolean): number {
  return Math.round((1000 * pairs.filter(equal).length) / pairs.length) / 1000;
}
