import { DomainError } from '#domain/error.ts';
import { ROLES, type Role } from '#drizzle/schema/auth.ts';

/** Who is asking. Every verb gets one and checks it. */
export interface Actor {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
}

/** Refuses an actor below `least` (designer < viewer < operator < admin). */
export function requireRole(actor: Actor, least: Role): void {
  if (ROLES.indexOf(actor.role) >= ROLES.indexOf(least)) return;
  throw new DomainError(
    'forbidden',
    `role ${actor.role} may not do this; ${least} may`,
    '이 작업을 할 권한이 없어요. 관리자에게 권한을 요청해 주세요.',
  );
}
