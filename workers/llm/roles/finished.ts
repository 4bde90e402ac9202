/**
 * What is already certain in a JSON object that is still being written: its top-level members whose values are closed.
 * The text is compact JSON as the grammars write it.
 */
export function finishedMembers(text: string): ReadonlyMap<string, unknown> {
  const members = new Map<string, unknown>();
  for (const [start, end] of memberSpans(text)) {
    try {
      for (const [key, value] of Object.entries(JSON.parse(`{${text.slice(start, end)}}`) as object)) members.set(key, value);
    } catch {
      return members;
    }
  }
  return members;
}

/** The closed strings of the list under `key`, in order, while the list is being written. */
export function finishedStrings(text: string, key: string): string[] {
  const opening = `"${key}":[`;
  const from = text.indexOf(opening);
  if (from < 0) return [];
  const strings: string[] = [];
  const pattern = /"(?:[^"\\]|\\.)*"/y;
  for (let at = from + opening.length; text[at] === '"'; at = pattern.lastIndex + 1) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (!match) break;
    strings.push(JSON.parse(match[0]) as string);
    if (text[pattern.lastIndex] !== ',') break;
  }
  return strings;
}

/** The string of the list under `key` that is still being written, or null: none is open. */
export function openString(text: string, key: string): string | null {
  const opening = `"${key}":[`;
  const from = text.indexOf(opening);
  if (from < 0) return null;
  const rest = text.slice(from + opening.length).replace(/"(?:[^"\\]|\\.)*",?/g, '');
  return rest.startsWith('"') ? rest.slice(1) : null;
}

/** Where each closed member begins and ends: between the opening brace, commas of depth one, and the closing brace. */
function memberSpans(text: string): [number, number][] {
  const spans: [number, number][] = [];
  let depth = 0;
  let inString = false;
  let start = 1;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (inString) {
      if (character === '\\') at++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') depth++;
    else if (character === '}' || character === ']') depth--;
    const closes = !inString && ((character === ',' && depth === 1) || (character === '}' && depth === 0));
    if (!closes) continue;
    spans.push([start, at]);
    start = at + 1;
  }
  return spans;
}
