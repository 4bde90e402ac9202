import { describe, expect, it } from 'vitest';
import { readSeedCatalogue } from '#drizzle/seed/read-seed.ts';
import { DomainError } from '../error.ts';
import { materialOf, nameKey, resolveMaterial } from './resolve-material.ts';

const catalogue = readSeedCatalogue();
const idOf = (ingredient?: string, cas?: string) => resolveMaterial(catalogue, { ingredient, cas }).material.id;

function refusal(ingredient?: string, cas?: string): { code: string; choices: unknown } {
  try {
    resolveMaterial(catalogue, { ingredient, cas });
  } catch (error) {
    if (error instanceof DomainError) return { code: error.code, choices: error.details.choices };
    throw error;
  }
  throw new Error(`${ingredient} ${cas} was read`);
}

describe('which material a line means', () => {
  it('takes id, name, synonym, Korean name and trade name, without case, spaces, commas, hyphens or brackets', () => {
    expect(idOf('iso-e-super')).toBe('iso-e-super');
    expect(idOf('ISO E SUPER')).toBe('iso-e-super');
    expect(idOf('isoesuper')).toBe('iso-e-super');
    expect(idOf('이소 이 슈퍼')).toBe('iso-e-super');
    expect(idOf('Bergamot oil, expressed')).toBe('bergamot-oil-expressed');
    expect(idOf('β-Damascone')).toBe('beta-damascone');
    expect(nameKey(' Lime-Oil (expressed), ')).toBe('limeoilexpressed');
  });

  it('takes the name of an IFRA standard where the catalogue sells one material of it', () => {
    expect(idOf('Oakmoss extracts')).toBe('oakmoss-absolute');
    expect(refusal('Pinacea derivatives')).toEqual({
      code: 'ambiguous_ingredient',
      choices: ['fir-needle-oil-siberian', 'pine-needle-oil-scots'],
    });
  });

  it('takes a natural of Annex I: the catalogue row of the same oil, else the natural itself', () => {
    expect(idOf('Rose oil')).toBe('rose-otto');
    expect(idOf('Cassis bud absolute')).toBe('blackcurrant-bud-absolute');
    expect(idOf('Tangelo oil, expressed')).toBe('annex-tangelo-oil-expressed');
    expect(materialOf(catalogue, 'annex-balm-oil').annexConstituents.length).toBeGreaterThan(0);
  });

  it('takes a CAS number that names one material, in the catalogue or known to the tables alone', () => {
    expect(idOf(undefined, '5392-40-5')).toBe('citral');
    expect(idOf('MOC 10 %', '111-80-8')).toBe('methyl-2-nonynoate-moc');
    expect(idOf(undefined, '93-15-2')).toBe('cas-93-15-2');
  });

  it('lets a known name win over the CAS number, which is only compared', () => {
    const { material, warnings } = resolveMaterial(catalogue, { ingredient: 'citral', cas: '78-70-6' });
    expect(material.id).toBe('citral');
    expect(warnings).toHaveLength(1);
  });

  it('lets the CAS number choose between materials of one name, and the name between materials of one CAS number', () => {
    expect(idOf('Rose ketones', '23726-91-2')).toBe('beta-damascone');
    expect(idOf('Lime expressed', '8008-26-2')).toBe('lime-oil-expressed');
    expect(idOf('Lime distilled', '8008-26-2')).toBe('lime-oil-distilled');
    expect(idOf('hinoki leaf', '91745-97-0')).toBe('hinoki-leaf-oil');
  });

  it('lists the choices of an ambiguous name: expressed or distilled', () => {
    expect(refusal('Lime oil')).toEqual({ code: 'ambiguous_ingredient', choices: ['lime-oil-distilled', 'lime-oil-expressed'] });
    expect(refusal('라임 오일').code).toBe('ambiguous_ingredient');
    expect(refusal('Bergamot')).toEqual({ code: 'ambiguous_ingredient', choices: ['bergamot-oil-expressed', 'bergamot-oil-fcf'] });
    expect(refusal(undefined, '8016-36-2').choices).toEqual(['olibanum-oil', 'olibanum-resinoid']);
  });

  it('completes a name of which every word stands in one material only, and says so', () => {
    const { material, warnings } = resolveMaterial(catalogue, { ingredient: 'Tonka absolute', cas: '8046-22-8' });
    expect(material.id).toBe('tonka-bean-absolute');
    expect(warnings[0]).toContain('Tonka bean absolute');
  });

  it('refuses what nobody knows', () => {
    expect(refusal('유니콘 뿔')).toEqual({ code: 'unknown_ingredient', choices: [] });
    expect(refusal(undefined, '10-10-10')).toEqual({ code: 'unknown_ingredient', choices: [] });
    expect(refusal('1-1-1').code).toBe('unknown_ingredient');
    expect(refusal('', ' ').code).toBe('bad_input');
    expect(() => materialOf(catalogue, 'unicorn')).toThrow(expect.objectContaining({ code: 'unknown_ingredient' }));
  });

  it('finds every catalogue row by its id and its English name', () => {
    for (const { id, name } of catalogue.materials) {
      expect(idOf(id)).toBe(id);
      expect(idOf(name)).toBe(id);
    }
  });
});
