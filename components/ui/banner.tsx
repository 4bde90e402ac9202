import { CloudOff, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

const LOOK = {
  info: { icon: Info, className: 'bg-accent-soft text-ink' },
  warn: { icon: TriangleAlert, className: 'bg-warn-soft text-ink' },
  offline: { icon: CloudOff, className: 'bg-warn-soft text-ink' },
  over: { icon: TriangleAlert, className: 'bg-over-soft text-ink' },
} as const;

/** The state of the system, at the top of the page. Not live: the page's one status line speaks. */
export function Banner({ look, children, action }: { look: keyof typeof LOOK; children: ReactNode; action?: ReactNode }) {
  const { icon: Icon, className } = LOOK[look];
  return (
    <div className={`flex flex-wrap items-center gap-x-3 gap-y-1 rounded-[12px] px-4 py-2.5 text-dense ${className}`}>
      <Icon aria-hidden="true" className="size-4 shrink-0" />
      <p className="min-w-0 flex-1 basis-64">{children}</p>
      {action}
    </div>
  );
}
