'use client';
import { useLocale, useTranslations } from 'next-intl';

/** Below this share of a formula a third decimal counts, %. */
const FINE_PCT = 0.1;
const KRW_STEP = 100;

export interface Figures {
  /** 12.50 %, and 0.025 % below a tenth. */
  readonly pct: (value: number) => string;
  readonly share: (value: number) => string;
  readonly won: (value: number | null) => string;
  readonly count: (value: number) => string;
  /** 45,000 as 4.5만 or 45K, for the narrow places of a chart. */
  readonly compact: (value: number) => string;
  readonly decimal: (value: number, digits: number) => string;
  readonly hours: (value: number | null) => string;
  readonly clock: (ms: number) => string;
  readonly stamp: (at: Date | string) => string;
  readonly ago: (at: Date | string, now: number) => string;
}

/** Numbers, units and times as the studio writes them. Unknown is a dash, never 0. */
export function useFigures(): Figures {
  const locale = useLocale();
  const t = useTranslations('figures');
  const tag = locale === 'ko' ? 'ko-KR' : 'en-GB';
  const decimal = (value: number, digits: number) =>
    new Intl.NumberFormat(tag, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
  const count = (value: number) => new Intl.NumberFormat(tag, { maximumFractionDigits: 0 }).format(value);
  return {
    decimal,
    count,
    compact: (value) => new Intl.NumberFormat(tag, { notation: 'compact', maximumFractionDigits: 1 }).format(value),
    pct: (value) => `${decimal(value, value !== 0 && Math.abs(value) < FINE_PCT ? 3 : 2)} %`,
    share: (value) => `${count(value * 100)} %`,
    won: (value) => (value === null ? '–' : `₩${count(Math.round(value / KRW_STEP) * KRW_STEP)}`),
    hours: (value) => (value === null ? '–' : t('hours', { value: decimal(value, value < 10 && value % 1 !== 0 ? 1 : 0) })),
    clock: (ms) => {
      const seconds = Math.max(0, Math.floor(ms / 1000));
      const minutes = Math.floor(seconds / 60);
      return `${String(minutes).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
    },
    stamp: (at) =>
      new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone: 'Asia/Seoul' }).format(new Date(at)),
    ago: (at, now) => {
      const minutes = Math.floor((now - new Date(at).getTime()) / 60_000);
      if (minutes < 1) return t('justNow');
      if (minutes < 60) return t('minutesAgo', { n: minutes });
      if (minutes < 24 * 60) return t('hoursAgo', { n: Math.floor(minutes / 60) });
      return t('daysAgo', { n: Math.floor(minutes / 1440) });
    },
  };
}
