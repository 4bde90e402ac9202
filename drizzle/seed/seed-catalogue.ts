import { createHash } from 'node:crypto';
import { and, eq, isNull, notInArray } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import type { Catalogue } from '#domain/ingredient/catalogue.ts';
import { material, type ReferenceKind, referenceRow, seedVersion } from '../schema/catalogue.ts';

const ROWS_PER_INSERT = 500;

/** Writes the catalogue if its content differs from what was seeded last. Returns whether anything was written. */
export async function seedCatalogue<H extends PgQueryResultHKT, S extends Record<string, unknown>>(
  db: PgDatabase<H, S>,
  catalogue: Catalogue,
): Promise<boolean> {
  const sha256 = createHash('sha256').update(JSON.stringify(catalogue)).digest('hex');
  return db.transaction(async (tx) => {
    const [seeded] = await tx.select().from(seedVersion).where(eq(seedVersion.name, 'catalogue')).for('update');
    if (seeded?.sha256 === sha256) return false;

    const version = catalogue.regulation.version;
    for (const row of catalogue.materials.map((data, position) => ({
      id: data.id,
      position,
      name: data.name,
      nameKo: data.nameKo,
      cas: data.cas,
      kind: data.kind,
      data,
    }))) {
      await tx.insert(material).values(row).onConflictDoUpdate({ target: material.id, set: row });
    }
    const ids = catalogue.materials.map((row) => row.id);
    await tx.delete(material).where(and(isNull(material.ownerId), notInArray(material.id, ids)));

    await tx.delete(referenceRow).where(eq(referenceRow.version, version));
    for (const [kind, rows] of Object.entries(referenceRowsOf(catalogue)) as [ReferenceKind, readonly object[]][]) {
      const values = rows.map((data, position) => ({ version, kind, position, data: { ...data } }));
      for (let from = 0; from < values.length; from += ROWS_PER_INSERT) {
        await tx.insert(referenceRow).values(values.slice(from, from + ROWS_PER_INSERT));
      }
    }
    const record = { name: 'catalogue', version, sha256, seededAt: new Date() };
    await tx.insert(seedVersion).values(record).onConflictDoUpdate({ target: seedVersion.name, set: record });
    return true;
  });
}

/** The catalogue's reference tables by the kind they are stored under. */
export function referenceRowsOf({ constituents, regulation, odour }: Catalogue): Record<ReferenceKind, readonly object[]> {
  return {
    constituent: constituents,
    ifra_standard: regulation.standards,
    ifra_condition: regulation.conditions,
    ifra_group_rule: regulation.groupRules,
    annex_entry: regulation.annex,
    schiff_base: regulation.schiffBases,
    eu_allergen: regulation.euAllergens,
    kr_allergen: regulation.krAllergens,
    eu_limit: regulation.euLimits,
    kr_limit: regulation.krLimits,
    unifac_subgroup: odour.subgroups,
    unifac_interaction: odour.interactions,
    unifac_groups: odour.groupsByCas,
    dose_response: odour.doseResponses,
  };
}
