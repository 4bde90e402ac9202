import { readFileSync } from 'node:fs';

/** Whether a process runs. A zombie does not: in a container without an init nobody ever reaps it. */
export function isAlive(pid: number): boolean {
  const stat = readProc(pid, 'stat');
  // The state letter stands behind the command in parentheses, which may itself hold spaces and parentheses.
  if (stat !== null) return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3) !== 'Z';
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** The arguments a process was started with; null when it is gone. */
export function commandLine(pid: number): readonly string[] | null {
  const text = readProc(pid, 'cmdline');
  return text === null || text === '' ? null : text.split('\0').filter((part) => part !== '');
}

function readProc(pid: number, file: 'stat' | 'cmdline'): string | null {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return null;
  }
}
