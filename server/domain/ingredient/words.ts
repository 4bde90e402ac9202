/** The words of a name, lower case: letters and digits between anything else. */
export function wordsOf(name: string): Set<string> {
  return new Set(
    name
      .normalize('NFKC')
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word !== ''),
  );
}
