import type { Limits } from './limits.ts';
import { lineOf, type Sheet } from './sheet.ts';

/** Whether a line must stay: forced, or the last of a group of which one must be there. */
export function isNeeded(limits: Limits, sheet: Sheet, material: number): boolean {
  if (limits.isForced[material] === 1) return true;
  for (const group of limits.groups) {
    if (!group.includes(material)) continue;
    let present = 0;
    for (const member of group) if (lineOf(sheet, member) >= 0) present++;
    if (present === 1) return true;
  }
  return false;
}
