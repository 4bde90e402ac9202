import type { Catalogue } from './catalogue.ts';
import type { Constituent, Material, RestrictedConstituent } from './material.ts';

/**
 * Materials that the tables speak of but the catalogue does not sell: IFRA standards, naturals of Annex I, and single
 * substances by CAS. They are known to the law (and sometimes to the physics), so a formula that holds one can be judged.
 * Ids: `ifra-std-103`, `annex-balm-oil`, `cas-93-15-2`. A natural of Annex I has no CAS there: `cas` is ''.
 */
export interface OutsideMaterials {
  readonly byId: ReadonlyMap<string, Material>;
  readonly byCas: ReadonlyMap<string, Material>;
  readonly byStandard: ReadonlyMap<string, Material>;
  readonly byAnnexNatural: ReadonlyMap<string, Material>;
}

const cache = new WeakMap<Catalogue, OutsideMaterials>();

export function outsideMaterials(catalogue: Catalogue): OutsideMaterials {
  let known = cache.get(catalogue);
  if (!known) {
    known = build(catalogue);
    cache.set(catalogue, known);
  }
  return known;
}

function build(catalogue: Catalogue): OutsideMaterials {
  const { standards, annex, euAllergens, krAllergens, euLimits, krLimits, schiffBases } = catalogue.regulation;
  const byCas = new Map<string, Material>();
  const byStandard = new Map<string, Material>();
  const byAnnexNatural = new Map<string, Material>();
  const inCatalogue = new Set(catalogue.materials.map((material) => material.cas));
  const standardOfCas = new Map(standards.flatMap((standard) => standard.cas.map((cas) => [cas, standard] as const)));

  const addCas = (cas: string, name: string, constituent: Constituent | null): void => {
    if (inCatalogue.has(cas) || byCas.has(cas)) return;
    const standard = standardOfCas.get(cas);
    byCas.set(cas, blank({ id: `cas-${cas}`, name, cas, ifraStandard: standard?.id ?? null, constituent }));
  };
  for (const constituent of catalogue.constituents) {
    if (constituent.cas !== null) addCas(constituent.cas, constituent.name, constituent);
  }
  for (const entry of annex) if (entry.constituentCas) addCas(entry.constituentCas, entry.constituent, null);
  for (const allergen of euAllergens) for (const cas of allergen.cas) addCas(cas, allergen.labelName, null);
  for (const allergen of krAllergens) for (const cas of allergen.cas) addCas(cas, allergen.inci, null);
  for (const limit of euLimits) addCas(limit.cas, limit.name, null);
  for (const limit of krLimits) for (const cas of limit.cas) addCas(cas, limit.nameEn, null);
  for (const standard of standards) for (const cas of standard.cas) addCas(cas, standard.name, null);
  for (const schiff of schiffBases) addCas(schiff.schiffBaseCas, `Schiff base ${schiff.schiffBaseCas}`, null);

  for (const standard of standards) {
    const cas = standard.cas[0] ?? '';
    byStandard.set(standard.id, blank({ id: slug(standard.id), name: standard.name, cas, ifraStandard: standard.id, constituent: null }));
  }
  for (const [natural, entries] of Map.groupBy(annex, (entry) => entry.natural)) {
    const contents = entries.flatMap(({ constituent, constituentCas, pct }) =>
      constituentCas ? [{ name: constituent, cas: constituentCas, pct }] : [],
    );
    byAnnexNatural.set(
      natural,
      blank({ id: slug(`annex ${natural}`), name: natural, cas: '', ifraStandard: null, constituent: null, contents }),
    );
  }
  const byId = new Map([...byCas.values(), ...byStandard.values(), ...byAnnexNatural.values()].map((material) => [material.id, material]));
  return { byId, byCas, byStandard, byAnnexNatural };
}

function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** A material of which only the given facts are known; everything else is null, never 0. */
function blank(known: {
  id: string;
  name: string;
  cas: string;
  ifraStandard: string | null;
  constituent: Constituent | null;
  contents?: RestrictedConstituent[];
}): Material {
  const { id, name, cas, ifraStandard, constituent } = known;
  return {
    id,
    name,
    nameKo: name,
    synonyms: [],
    cas,
    kind: known.contents ? 'natural' : 'synthetic',
    moleculeClass: null,
    botanical: null,
    note: null,
    families: {},
    odourKo: null,
    odourEn: null,
    molarMass: constituent?.molarMass ?? null,
    form: 'liquid',
    meltingPointC: null,
    boilingPointC: constituent?.boilingPointC ?? null,
    boilingPointBasis: constituent?.boilingPointBasis ?? null,
    vapourPressurePa: null,
    vapourPressurePhase: null,
    vapourPressureBasis: constituent?.vapourPressureBasis ?? null,
    vapourPressureLiquidPa: constituent?.vapourPressureLiquidPa || null,
    densityGMl: null,
    densityBasis: null,
    logP: null,
    odourThresholdMgM3: constituent?.odourThresholdMgM3 ?? null,
    odourThresholdConfidence: constituent?.odourThresholdMgM3 ? 'C' : null,
    odourThresholdAlternatives: null,
    doseResponse: null,
    useMinPct: 0,
    useMaxPct: 100,
    priceUsdKgLow: null,
    priceUsdKgHigh: null,
    ifraStandard,
    euAllergen: false,
    euInci: null,
    krAllergen25: false,
    krLimit: null,
    flags: [],
    vegan: true,
    majorConstituents: [],
    constituentsBasis: null,
    constituentsTotalPct: null,
    annexConstituents: known.contents ?? [],
    smiles: constituent?.smiles ?? null,
    status: 'ok',
    remarks: null,
  };
}
