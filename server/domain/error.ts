/** Codes that a screen or the command line can word. */
export const ERROR_CODES = [
  'bad_json',
  'bad_input',
  'unknown_ingredient',
  'ambiguous_ingredient',
  'infeasible',
  'too_long',
  'not_found',
  'forbidden',
  'conflict',
  'queue_full',
  'unavailable',
  'internal',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/**
 * A refusal that a person can act on. Anything else that is thrown is a defect.
 * `message` is plain English for logs; `messageKo` is the sentence for the screen and says what to change.
 */
export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly messageKo: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, messageKo: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = 'DomainError';
    this.code = code;
    this.messageKo = messageKo;
    this.details = details;
  }
}
