import { auditEntry } from '#drizzle/schema/audit.ts';
import type { Tx } from '../db/connect.ts';

export interface AuditNote {
  readonly actorId: string;
  /** What was done, as `policy.promote`. */
  readonly action: string;
  readonly subject: string;
  readonly reason?: string;
  readonly data?: Record<string, unknown>;
}

/** Writes what was done, by whom and why, in the transaction that does it. */
export async function note(tx: Tx, { actorId, action, subject, reason, data }: AuditNote): Promise<void> {
  await tx.insert(auditEntry).values({ actorId, action, subject, reason: reason ?? null, data: data ?? {} });
}
