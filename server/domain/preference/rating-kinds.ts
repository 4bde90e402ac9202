/** How a rating was made: from the screen alone, smelled on a blotter, or on skin. */
export const EVIDENCE_KINDS = ['screen', 'blotter', 'skin'] as const;
export const PAIR_WINNERS = ['a', 'b', 'tie', 'neither'] as const;
/** Which of the two stood on the left. */
export const PAIR_SIDES = ['a_left', 'b_left'] as const;
