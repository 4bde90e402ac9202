/** What one runner found. */
export interface Tally {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Prints what each runner found and, as the last line, the sum. Returns the exit code. */
export function report(tallies: readonly Tally[]): number {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  process.stdout.write('\n');
  for (const { name, passed, failed, skipped } of tallies) {
    process.stdout.write(`${name}: ${passed} passed, ${failed} failed, ${skipped} skipped\n`);
    sum.passed += passed;
    sum.failed += failed;
    sum.skipped += skipped;
  }
  process.stdout.write(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped\n`);
  return sum.failed > 0 || sum.passed === 0 ? 1 : 0;
}

/** A runner that could not even start counts as one failure. */
export function broken(name: string): Tally {
  return { name, passed: 0, failed: 1, skipped: 0 };
}
