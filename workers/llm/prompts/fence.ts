/** Characters that change how text is shown or read without being seen: bidirectional controls and zero-width joiners. */
const INVISIBLE = /[\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g;
/** The fence's own tags, however spaced or cased, lose their angle brackets. */
const FENCE = /<\s*(\/?)\s*brief\s*>/gi;

/** A brief as a model sees it: NFC, without invisible characters, inside a fence that its own text cannot close. */
export function fenced(brief: string): string {
  const text = brief.normalize('NFC').replace(INVISIBLE, '').replace(FENCE, '($1brief)');
  return `<brief>\n${text}\n</brief>`;
}
