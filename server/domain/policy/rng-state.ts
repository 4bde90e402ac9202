import { z } from 'zod';

/** A generator's state as it comes back from a file. */
export const RngStateSchema = z.strictObject({
  s: z.tuple([z.number().int(), z.number().int(), z.number().int(), z.number().int()]).readonly(),
  spare: z.number().nullable(),
});
