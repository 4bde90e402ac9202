import { asc, eq, isNull } from 'drizzle-orm';
import type { z } from 'zod';
import type { Catalogue } from '#domain/ingredient/catalogue.ts';
import { Constituent, Material } from '#domain/ingredient/material.ts';
import { MeasuredDoseResponse, UnifacGroups, UnifacInteraction, UnifacSubgroup } from '#domain/odour/tables.ts';
import {
  AnnexEntry,
  EuAllergen,
  EuLimit,
  IfraCondition,
  IfraGroupRule,
  IfraStandard,
  KrAllergen,
  KrLimit,
  SchiffBase,
} from '#domain/regulation/tables.ts';
import { material, type ReferenceKind, referenceRow, seedVersion } from '#drizzle/schema/catalogue.ts';
import type { Ctx } from '../context.ts';

/** The catalogue as the database holds it, every row parsed again. Throws when it was never seeded. */
export async function loadCatalogue(ctx: Pick<Ctx, 'db'>): Promise<Catalogue> {
  const [seeded] = await ctx.db.select().from(seedVersion).where(eq(seedVersion.name, 'catalogue'));
  if (!seeded) throw new Error('the catalogue was never seeded: run the migrations first');
  const materials = await ctx.db
    .select({ data: material.data })
    .from(material)
    .where(isNull(material.ownerId))
    .orderBy(asc(material.position));
  const rows = await ctx.db.select().from(referenceRow).where(eq(referenceRow.version, seeded.version)).orderBy(asc(referenceRow.position));
  const of = <T>(kind: ReferenceKind, schema: z.ZodType<T>): T[] =>
    rows.filter((row) => row.kind === kind).map((row) => schema.parse(row.data));
  return {
    materials: materials.map((row) => Material.parse(row.data)),
    constituents: of('constituent', Constituent),
    regulation: {
      version: seeded.version,
      standards: of('ifra_standard', IfraStandard),
      conditions: of('ifra_condition', IfraCondition),
      groupRules: of('ifra_group_rule', IfraGroupRule),
      annex: of('annex_entry', AnnexEntry),
      schiffBases: of('schiff_base', SchiffBase),
      euAllergens: of('eu_allergen', EuAllergen),
      krAllergens: of('kr_allergen', KrAllergen),
      euLimits: of('eu_limit', EuLimit),
      krLimits: of('kr_limit', KrLimit),
    },
    odour: {
      subgroups: of('unifac_subgroup', UnifacSubgroup),
      interactions: of('unifac_interaction', UnifacInteraction),
      groupsByCas: of('unifac_groups', UnifacGroups),
      doseResponses: of('dose_response', MeasuredDoseResponse),
    },
  };
}
