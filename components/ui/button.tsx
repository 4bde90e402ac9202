import { cva, type VariantProps } from 'class-variance-authority';
import { clsx } from 'clsx';
import type { ComponentProps } from 'react';

/** Variants never set the same property twice: nothing has to be merged. */
export const buttonStyle = cva(
  'tap inline-flex items-center justify-center gap-1.5 font-medium whitespace-nowrap select-none transition-colors duration-150 disabled:opacity-45 aria-disabled:opacity-45',
  {
    variants: {
      look: {
        primary: 'bg-primary text-on-primary hover:enabled:bg-[color-mix(in_oklab,var(--primary)_86%,var(--canvas))]',
        line: 'border border-line-2 bg-surface text-ink hover:enabled:border-control hover:enabled:bg-sunken',
        quiet: 'text-ink-2 hover:enabled:bg-[color-mix(in_oklab,var(--ink)_6%,transparent)] hover:enabled:text-ink',
        danger: 'border border-line-2 bg-surface text-over hover:enabled:border-over hover:enabled:bg-over-soft',
      },
      size: { normal: 'px-3 text-dense', large: 'px-5 py-2.5 text-[15px]', icon: 'text-dense' },
      shape: { soft: 'rounded-[10px]', pill: 'rounded-full' },
    },
    defaultVariants: { look: 'line', size: 'normal', shape: 'soft' },
  },
);

export function Button({ look, size, shape, className, ...props }: ComponentProps<'button'> & VariantProps<typeof buttonStyle>) {
  return <button type="button" className={clsx(buttonStyle({ look, size, shape }), className)} {...props} />;
}
