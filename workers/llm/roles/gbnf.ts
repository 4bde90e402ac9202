/**
 * Pieces of compact GBNF: no white space anywhere and no free text but where a role asks for it, so that decoding spends
 * its tokens on choices. A grammar ends at its last brace; the model's own end token follows.
 */

/** A GBNF literal. */
export function literal(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** One of the words, factored by common beginnings: the sampler then follows a handful of branches instead of hundreds. */
export function oneOf(words: readonly string[]): string {
  const branches = new Map<string, string[]>();
  let ends = false;
  for (const word of new Set(words)) {
    if (word === '') ends = true;
    else branches.set(word[0] ?? '', [...(branches.get(word[0] ?? '') ?? []), word]);
  }
  const parts = [...branches.values()].map((group) => {
    const shared = commonStart(group);
    const rests = group.map((word) => word.slice(shared.length));
    return rests.length === 1 && rests[0] === '' ? literal(shared) : `${literal(shared)} ${oneOf(rests)}`;
  });
  const grouped = parts.length === 1 && !ends ? (parts[0] ?? '') : `(${parts.join(' | ')})`;
  return ends ? `${grouped}?` : grouped;
}

/** A JSON list of at most `most` items of a rule. */
export function listOf(rule: string, most: number): string {
  return `"[" (${rule} ("," ${rule}){0,${most - 1}})? "]"`;
}

/** A JSON string of a rule. */
export function quoted(rule: string): string {
  return `"\\"" ${rule} "\\""`;
}

/** An object with exactly these keys in this order. Keys are plain letters. */
export function object(fields: Readonly<Record<string, string>>): string {
  const parts = Object.entries(fields).map(([key, rule], index) => `${literal(`${index === 0 ? '{' : ','}"${key}":`)} ${rule}`);
  return `${parts.join(' ')} "}"`;
}

function commonStart(words: readonly string[]): string {
  const [first = ''] = words;
  let length = first.length;
  for (const word of words) while (!word.startsWith(first.slice(0, length))) length--;
  return first.slice(0, length);
}
