import { Check, CircleAlert, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { CandidateCompliance } from '#domain/formula/formula.ts';

/** From this share of a limit on, the formula is called close to it. */
const NEAR_LIMIT = 0.9;

/** The verdict in words and a sign, never in colour alone; unchecked materials are said beside it, never passed. */
export function ComplianceBadge({ compliance }: { compliance: CandidateCompliance }) {
  const t = useTranslations('law');
  const ratio = compliance.worst?.ratio ?? 0;
  const [Icon, className] = !compliance.ok
    ? [X, 'text-over']
    : ratio >= NEAR_LIMIT || compliance.unchecked.length > 0
      ? [CircleAlert, 'text-warn']
      : [Check, 'text-ok'];
  return (
    <span className="inline-flex items-center gap-1">
      <Icon aria-hidden="true" className={`size-4 ${className}`} strokeWidth={2.25} />
      <span>
        {compliance.ok ? t(`within.${compliance.market}`) : t('over')}
        {compliance.worst && <span className="figures text-ink-3"> · {t('used', { pct: Math.round(compliance.worst.ratio * 100) })}</span>}
        {compliance.unchecked.length > 0 && <span className="text-ink-3"> · {t('unchecked', { n: compliance.unchecked.length })}</span>}
      </span>
    </span>
  );
}
