import { type ClassValue, clsx } from 'clsx';
import { extendTailwindMerge } from 'tailwind-merge';

/** The project's own sizes, or `text-dense` would be taken for a colour and dropped beside one. */
const twMerge = extendTailwindMerge({
  extend: { classGroups: { 'font-size': [{ text: ['micro', 'caption', 'dense', 'body', 'title', 'figure', 'display'] }] } },
});

export function classes(...values: ClassValue[]): string {
  return twMerge(clsx(values));
}
