import { parseNumber, type RawRow, RowReader } from '../table/row.ts';
import { MeasuredDoseResponse, UnifacGroups, UnifacInteraction, UnifacSubgroup } from './tables.ts';

export function parseSubgroup(where: string, raw: RawRow): UnifacSubgroup {
  const row = new RowReader(where, raw);
  return row.finish(UnifacSubgroup, {
    id: row.number('subgroup_id'),
    name: row.text('subgroup'),
    mainGroupId: row.number('main_group_id'),
    mainGroup: row.text('main_group'),
    r: row.number('R'),
    q: row.number('Q'),
  });
}

export function parseInteraction(where: string, raw: RawRow): UnifacInteraction {
  const row = new RowReader(where, raw);
  return row.finish(UnifacInteraction, { i: row.number('main_group_i'), j: row.number('main_group_j'), aK: row.number('a_ij_K') });
}

/** `CH3:3;CH2:2` → counts. */
export function parseUnifacGroups(where: string, raw: RawRow): UnifacGroups {
  const row = new RowReader(where, raw);
  const groups: Record<string, number> = {};
  for (const part of row.list('groups', ';')) {
    const split = part.lastIndexOf(':');
    const name = part.slice(0, split);
    if (name in groups) row.fail('groups', 'each subgroup once');
    groups[name] = parseNumber(part.slice(split + 1)) ?? row.fail('groups', 'subgroup:count parts');
  }
  return row.finish(UnifacGroups, { cas: row.text('cas'), name: row.text('name'), groups, basis: row.text('basis') });
}

export function parseMeasuredDoseResponse(where: string, raw: RawRow): MeasuredDoseResponse {
  const row = new RowReader(where, raw);
  return row.finish(MeasuredDoseResponse, {
    cas: row.text('cas'),
    name: row.text('name'),
    curve: { max: row.number('I_max'), c: row.number('C_log10_ug_per_L'), d: row.number('D_slope') },
    thresholdNgPerL: row.numberOrNull('threshold_ng_per_L'),
    flag: row.textOrNull('flag'),
  });
}
