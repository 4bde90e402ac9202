'use client';
import { useTranslations } from 'next-intl';
import type { Reading } from '#domain/brief/reading.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { refusalOf, relaxed } from './relax.ts';

/** Why no formula meets the brief, and the one change that is enough, a press away. */
export function Infeasible({
  message,
  details,
  reading,
  onLoosen,
  onNew,
}: {
  message: string;
  details: unknown;
  reading: Reading | null;
  onLoosen: (reading: Reading) => void;
  onNew: () => void;
}) {
  const t = useTranslations('run');
  const refusal = refusalOf(details);
  const next = reading && refusal ? relaxed(reading, refusal.relax) : null;
  return (
    <Banner
      look="warn"
      action={
        next && refusal ? (
          <Button onClick={() => onLoosen(next)}>{t(`loosen.${refusal.relax.kind}`)}</Button>
        ) : (
          <Button onClick={onNew}>{t('startNew')}</Button>
        )
      }
    >
      {message}
      {refusal?.strictest && ` ${t('strictest', { cause: t(`cause.${refusal.strictest.cause}`), pct: Math.round(refusal.strictest.pct) })}`}
    </Banner>
  );
}
