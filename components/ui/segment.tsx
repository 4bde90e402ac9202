'use client';
import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import type { ReactNode } from 'react';

/** A few choices side by side, one always chosen. Arrow keys move, Space or Enter chooses. */
export function Segment<T extends string>({
  label,
  value,
  options,
  onChange,
  disabled = false,
}: {
  label: string;
  value: T;
  options: readonly { readonly value: T; readonly label: ReactNode; readonly title?: string }[];
  onChange: (value: T) => void;
  disabled?: boolean;
}) {
  return (
    <ToggleGroup
      aria-label={label}
      value={[value]}
      disabled={disabled}
      onValueChange={(chosen: T[]) => {
        const [next] = chosen;
        if (next !== undefined) onChange(next);
      }}
      className="inline-flex rounded-[10px] border border-line-2 bg-sunken p-[3px]"
    >
      {options.map((option) => (
        <Toggle
          key={option.value}
          value={option.value}
          title={option.title}
          className="tap inline-flex items-center justify-center rounded-[7px] px-3 text-caption font-medium text-ink-2 transition-colors hover:text-ink data-pressed:bg-surface data-pressed:text-ink data-pressed:shadow-[0_0_0_1px_var(--line-2),0_1px_2px_rgb(0_0_0/6%)] !min-h-[30px] pointer-coarse:!min-h-[44px] max-md:!min-h-[44px]"
        >
          {option.label}
        </Toggle>
      ))}
    </ToggleGroup>
  );
}
