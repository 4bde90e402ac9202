'use client';
import dynamic from 'next/dynamic';

/** Nothing is said before something was done: the toasts need not be part of the first load. */
export const LazyToasts = dynamic(() => import('./toasts.tsx').then((module) => module.Toasts), { ssr: false });
