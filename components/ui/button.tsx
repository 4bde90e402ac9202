import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps } from 'react';
import { classes } from './classes.ts';

export const buttonStyle = cva(
  'tap inline-flex items-center justify-center gap-1.5 rounded-[10px] text-dense font-medium whitespace-nowrap select-none transition-colors duration-150 disabled:opacity-45 aria-disabled:opacity-45',
  {
    variants: {
      look: {
        primary: 'bg-primary text-on-primary px-4 hover:enabled:bg-[color-mix(in_oklab,var(--primary)_86%,var(--canvas))]',
        line: 'border border-line-2 bg-surface px-3.5 text-ink hover:enabled:border-control hover:enabled:bg-sunken',
        quiet: 'px-2.5 text-ink-2 hover:enabled:bg-[color-mix(in_oklab,var(--ink)_6%,transparent)] hover:enabled:text-ink',
        danger: 'border border-line-2 bg-surface px-3.5 text-over hover:enabled:border-over hover:enabled:bg-over-soft',
      },
      size: { normal: '', large: 'min-h-[44px] px-5 text-[15px]', icon: 'px-0' },
    },
    defaultVariants: { look: 'line', size: 'normal' },
  },
);

export function Button({ look, size, className, ...props }: ComponentProps<'button'> & VariantProps<typeof buttonStyle>) {
  return <button type="button" className={classes(buttonStyle({ look, size }), className)} {...props} />;
}
