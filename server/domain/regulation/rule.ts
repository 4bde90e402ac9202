import type { IfraCategory, Market } from './category.ts';
import type { RestrictedContent } from './restricted-content.ts';

/** What a formula is judged for. */
export interface Judged {
  readonly market: Market;
  readonly category: IfraCategory;
  /** Concentrate in the finished product, %. */
  readonly dosePct: number;
}

export interface Rule {
  readonly key: string;
  readonly standard: string;
  readonly ifraId: string | null;
  readonly source: 'ifra' | 'eu' | 'kr' | 'group';
  readonly kind: 'limit' | 'group' | 'prohibited' | 'specification';
  /** % of the finished product; 0 when prohibited; null without a number of its own. */
  readonly limitPct: number | null;
  readonly text: string | null;
}

/** How a material touches a rule. */
export interface Touch {
  readonly rule: Rule;
  /** Part by mass of the material that the rule counts. */
  readonly share: number;
  /** Ratio to the limit per 1 % of the material in the finished product; 0 without a limit, Infinity when prohibited. */
  readonly ratioPerPct: number;
  /** The constituent that counts, or null when it is the material itself. */
  readonly via: string | null;
}

/** A content under a rule; `ownLimitPct` where the ratio is to a limit that the rule does not show (sum of ratios). */
export function touch(rule: Rule, content: RestrictedContent, ownLimitPct = rule.limitPct): Touch {
  const ratioPerPct = rule.kind === 'prohibited' ? Number.POSITIVE_INFINITY : ownLimitPct === null ? 0 : content.share / ownLimitPct;
  return { rule, share: content.share, ratioPerPct, via: content.origin === 'self' && content.share === 1 ? null : content.name };
}
