import type { Mention } from './mention.ts';
import { type Layout, nounsBefore, reachBack } from './scope.ts';
import { setSoft, setWanted } from './verdict.ts';
import type { Word } from './words.ts';

/** Words that deny without being verbs: 대신, 보다, 노/무, English no … and …-free. Returns how many were used. */
export function judgeWords(layout: Layout): number {
  let used = 0;
  const { words } = layout;
  for (const [i, word] of words.entries()) {
    const at = { head: i };
    if (word.kind === 'conj' && (word.value === 'instead' || word.value === 'than')) {
      const reached = word.latin ? denyForward(layout, i) : reachBack(layout, i);
      const targets = word.value === 'than' ? reached.slice(0, 1) : reached.filter((mention) => mention.smell || mention === reached[0]);
      for (const mention of targets) {
        if (word.value === 'than') {
          if (mention.smell) setSoft(mention, at);
        } else setWanted(mention, false, at);
      }
      if (targets.length > 0) used++;
    } else if (word.kind === 'cue' && word.value === 'no') {
      const ahead = denyForward(layout, i);
      // 플로럴은 no no: nothing follows, so it speaks of what it follows.
      const denied = ahead.length > 0 ? ahead : words[i - 1]?.value === 'no' ? [] : nounsBefore(layout, i);
      for (const mention of denied) {
        setWanted(mention, !mention.wanted, at);
        used++;
      }
    } else if (word.kind === 'cue' && word.value === 'not-en') {
      const excess =
        words.slice(i + 1, i + 3).some((next) => next.kind === 'degree' && next.value === 'excess') || /overly/.test(word.text);
      for (const mention of denyForward(layout, i, true)) {
        if (excess || mention.word.kind !== 'material') setSoft(mention, at);
        else setWanted(mention, false, at);
        used++;
      }
    } else if (word.kind === 'cue' && word.value === 'free') {
      const before = layout.mentionAt[words[i - 1]?.kind === 'mark' ? i - 2 : i - 1];
      if (before) {
        setWanted(before, false, at);
        used++;
      }
    }
  }
  return used;
}

const ENGLISH_LIST = new Set([',', '-', '&']);

/** The mentions after a denying word, through its list. */
export function denyForward(layout: Layout, from: number, adjective = false): Mention[] {
  const found: Mention[] = [];
  for (let j = from + 1; j < layout.words.length; j++) {
    const word = layout.words[j] as Word;
    if (word.kind === 'mark' && !ENGLISH_LIST.has(word.value)) break;
    if (
      word.kind === 'conj' &&
      word.value !== 'or' &&
      !(word.value === 'and' && found.length > 0 && layout.words[j + 1]?.kind !== 'filler')
    )
      break;
    if (word.kind === 'verb' || (word.kind === 'cue' && word.value !== 'only')) break;
    if (word.kind === 'mark' && found.length > 0) {
      // A comma goes on only to a bare noun that "or"/"and" or the end of the list follows.
      const after = layout.words[j + 2];
      if (!layout.mentionAt[j + 1] || !(after === undefined || after.kind === 'conj' || after.kind === 'mark')) break;
    }
    if (word.kind === 'filler' && found.length > 0) break;
    const mention = layout.mentionAt[j];
    if (mention) {
      const joined = found.length === 0 || layout.words[j - 1]?.kind === 'mark' || layout.words[j - 1]?.kind === 'conj';
      if (adjective && !joined) break;
      found.push(mention);
      if (!word.latin) break;
      if (mention.entry.kind === 'product') break;
    }
  }
  return found.filter((mention) => mention.smell || mention.entry.kind !== 'product');
}
