'use client';
import { createContext, use } from 'react';

/** Whether the reader may change anything here. Viewers see no buttons; the API refuses them as well. */
export const MayOperate = createContext(false);

export function useMayOperate(): boolean {
  return use(MayOperate);
}
