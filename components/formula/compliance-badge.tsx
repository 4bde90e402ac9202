import { Check, CircleAlert, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { CandidateCompliance } from '#domain/formula/formula.ts';

/** From this share of a limit on, the formula is called close to it. */
const NEAR_LIMIT = 0.9;

/** The verdict in words and a sign, never in colour alone; unchecked materials are said beside it, never passed. */
export function ComplianceBadge({ compliance }: { compliance: CandidateCompliance }) {
  const t = useTranslations('law');
  const ratio = compliance.worst?.ratio ?? 0;
  const [Icon, className] = !compliance.ok ? [X, 'text-over'] : ratio >= NEAR_LIMIT ? [CircleAlert, 'text-warn'] : [Check, 'text-ok'];
  return (
    <span className="figures flex items-start gap-1.5 text-left">
      <Icon aria-hidden="true" className={`mt-0.5 size-4 shrink-0 ${className}`} strokeWidth={2.25} />
      <span>
        {compliance.ok ? t(`within.${compliance.market}`) : t('over')}
        <span className="text-ink-3">
          {compliance.worst && ` · ${t('used', { pct: Math.round(ratio * 100) })}`}
          {compliance.unchecked.length > 0 && ` · ${t('unchecked', { n: compliance.unchecked.length })}`}
        </span>
      </span>
    </span>
  );
}
