'use client';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { MayOperate } from './may-operate.ts';

const PAGES = [
  ['overview', '/admin'],
  ['modes', '/admin/modes'],
  ['cache', '/admin/cache'],
  ['models', '/admin/models'],
  ['training', '/admin/training'],
] as const;

export function AdminFrame({ mayOperate, children }: { mayOperate: boolean; children: ReactNode }) {
  const t = useTranslations('admin');
  const path = usePathname();
  return (
    <MayOperate value={mayOperate}>
      <div className="mx-auto grid max-w-[1320px] gap-x-10 grid-cols-[minmax(0,1fr)] gap-y-4 px-4 pt-6 pb-24 md:px-6 lg:grid-cols-[180px_minmax(0,1fr)]">
        <nav aria-label={t('nav')} className="max-lg:-mx-4 max-lg:overflow-x-auto max-lg:px-4">
          <ul className="flex gap-1 lg:sticky lg:top-20 lg:flex-col">
            {PAGES.map(([name, href]) => (
              <li key={name}>
                <Link
                  href={href}
                  prefetch={false}
                  aria-current={path === href ? 'page' : undefined}
                  className="tap flex items-center rounded-[10px] px-3 text-dense whitespace-nowrap text-ink-2 hover:text-ink aria-[current=page]:bg-surface aria-[current=page]:font-semibold aria-[current=page]:text-ink"
                >
                  {t(`page.${name}`)}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-5">{children}</div>
      </div>
    </MayOperate>
  );
}

export function PageTitle({ title, lead }: { title: string; lead: string }) {
  return (
    <header>
      <h1 className="text-title font-semibold tracking-tight">{title}</h1>
      <p className="mt-0.5 text-dense text-ink-2">{lead}</p>
    </header>
  );
}

export function Panel({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <section aria-label={title} className="sheet p-5">
      <div className="mb-3 flex min-h-9 items-center gap-3">
        <h2 className="flex-1 text-[17px] font-semibold">{title}</h2>
        {action}
      </div>
      {children}
    </section>
  );
}

export function Tile({ label, value, note }: { label: string; value: string; note?: string | undefined }) {
  return (
    <div className="sheet px-4 py-3.5">
      <dt className="text-caption text-ink-3">{label}</dt>
      <dd className="figures mt-0.5 text-[22px] leading-tight font-semibold tracking-tight">{value}</dd>
      {note && <dd className="text-micro text-ink-3">{note}</dd>}
    </div>
  );
}
