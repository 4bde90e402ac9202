import type { Catalogue } from '../ingredient/catalogue.ts';
import { FAMILIES, mainFamily } from '../ingredient/family.ts';
import type { Market } from '../regulation/category.ts';
import { isLimited, materialOfName } from './material-name.ts';
import { categoryOf, dosePctOf } from './product.ts';
import { Reading, type Validation, type ValidationIssue } from './reading.ts';

export interface ValidateOptions {
  /** Whose law the requested materials are held against; default IFRA 51 alone. */
  readonly market?: Market;
  /** Dose of concentrate that overrides what the reading says, % of the finished product. */
  readonly dosePct?: number;
}

type Report = (issue: ValidationIssue) => void;

/** Checks a reading by rules: schema, units, limits, logic. Never throws; what is wrong is in the report with its fix. */
export function validateReading(reading: unknown, catalogue: Catalogue, options: ValidateOptions = {}): Validation {
  const issues: ValidationIssue[] = [];
  const report: Report = (issue) => issues.push(issue);
  const parsed = Reading.safeParse(reading);
  if (!parsed.success) {
    for (const issue of parsed.error.issues.slice(0, 20)) {
      report({
        code: 'schema',
        severity: 'error',
        path: issue.path.join('.'),
        message_ko: `'${issue.path.join('.') || '전체'}' 항목이 정해진 형식이 아니에요.`,
        message_en: issue.message,
      });
    }
    return { ok: false, issues, checked: ['schema'], by: ['rules'] };
  }
  checkUnits(parsed.data, report);
  checkLimits(parsed.data, catalogue, options, report);
  checkLogic(parsed.data, catalogue, report);
  return { ok: issues.every((issue) => issue.severity !== 'error'), issues, checked: ['schema', 'units', 'ifra', 'logic'], by: ['rules'] };
}

/** Highest usual dose of a perfume concentrate and smallest useful batch (estimates). */
const UNUSUAL_DOSE_PCT = 40;
const SMALLEST_BATCH_ML = 1;
const LARGEST_BATCH_ML = 100_000;
const LONGEST_WEAR_H = 48;

function checkUnits(reading: Reading, report: Report): void {
  const { concentration_pct: pct, batch_ml: batch, cost_cap: cost, longevity_hours_min: hours } = reading;
  if (pct !== null && pct > UNUSUAL_DOSE_PCT) {
    report({
      code: 'dose_unusual',
      severity: 'warning',
      path: 'concentration_pct',
      message_ko: `부향률 ${pct} %는 파르팡(20–40 %)보다 높아요.`,
      message_en: `A dose of ${pct} % is above that of an extrait (20–40 %).`,
      fix: `concentration_pct ≤ ${UNUSUAL_DOSE_PCT}`,
    });
  }
  if (batch !== null && (batch < SMALLEST_BATCH_ML || batch > LARGEST_BATCH_ML)) {
    report({
      code: 'batch_unusual',
      severity: 'warning',
      path: 'batch_ml',
      message_ko: `${batch} ml는 조향 배치로 드문 양이에요. 단위를 확인해 주세요.`,
      message_en: `${batch} ml is an unusual batch. Check the unit.`,
    });
  }
  if (cost !== null) {
    const [low, high] = cost.unit === 'KRW/ml' ? [10, 100_000] : cost.unit === 'KRW/kg' ? [5000, 50_000_000] : [100, 1_000_000_000];
    if (cost.value < low || cost.value > high) {
      report({
        code: 'cost_unusual',
        severity: 'warning',
        path: 'cost_cap',
        message_ko: `비용 상한 ${cost.value.toLocaleString('en')} ${cost.unit}의 단위를 확인해 주세요.`,
        message_en: `Check the unit of the cost cap ${cost.value} ${cost.unit}.`,
      });
    }
  }
  if (hours !== null && hours > LONGEST_WEAR_H) {
    report({
      code: 'longevity_unusual',
      severity: 'warning',
      path: 'longevity_hours_min',
      message_ko: `${hours}시간은 피부 위에서 기대하기 어려워요.`,
      message_en: `${hours} h cannot be expected on skin.`,
      fix: `longevity_hours_min ≤ ${LONGEST_WEAR_H}`,
    });
  }
}

/** Wanted materials that may not be used, and wanted shares that the category does not allow at the dose. */
function checkLimits(reading: Reading, catalogue: Catalogue, options: ValidateOptions, report: Report): void {
  const dosePct = options.dosePct ?? dosePctOf(reading);
  const market = options.market ?? 'ifra';
  for (const [i, name] of reading.include_ingredients.entries()) {
    const material = materialOfName(catalogue, name);
    if (!material) {
      report({
        code: 'unknown_material',
        severity: 'warning',
        path: `include_ingredients.${i}`,
        message_ko: `'${name}'은(는) 원료 목록에 없어요. 비슷한 원료로 바꿔야 해요.`,
        message_en: `'${name}' is not in the catalogue; choose a stand-in.`,
      });
      continue;
    }
    const verdict = isLimited(catalogue, material, { market, category: reading.ifra_category, dosePct });
    if (verdict.prohibited) {
      report({
        code: 'prohibited_material',
        severity: 'error',
        path: `include_ingredients.${i}`,
        message_ko: `${material.nameKo}은(는) 쓸 수 없는 원료예요.`,
        message_en: `${material.name} may not be used: ${material.status}.`,
        fix: `remove ${material.id}`,
      });
    } else if (verdict.capPct < material.useMinPct) {
      report({
        code: 'over_limit',
        severity: 'warning',
        path: `include_ingredients.${i}`,
        message_ko: `${material.nameKo}은(는) 카테고리 ${reading.ifra_category}, 부향률 ${dosePct} %에서 향료의 ${floor(verdict.capPct)} %까지예요. 보통 쓰는 양보다 적어요.`,
        message_en: `${material.name} is capped at ${floor(verdict.capPct)} % of the concentrate in category ${reading.ifra_category} at ${dosePct} %, below its usual level.`,
      });
    }
  }
  for (const notice of reading.notices) {
    if (notice.kind !== 'over_limit' && notice.kind !== 'prohibited') continue;
    report({
      code: notice.kind === 'prohibited' ? 'prohibited_request' : 'over_limit_request',
      severity: 'info',
      path: 'notices',
      message_ko: notice.text,
      message_en:
        notice.kind === 'prohibited'
          ? `A prohibited material (CAS ${notice.cas ?? 'unknown'}) was asked for and left out.`
          : `${notice.requested_pct ?? '?'} % was asked for; the limit is ${notice.limit_pct ?? '?'} % of the concentrate.`,
    });
  }
}

function checkLogic(reading: Reading, catalogue: Catalogue, report: Report): void {
  if (reading.ifra_category !== categoryOf(reading.product)) {
    report({
      code: 'category_mismatch',
      severity: 'error',
      path: 'ifra_category',
      message_ko: `제품과 IFRA 카테고리가 맞지 않아요. ${reading.product}은(는) ${categoryOf(reading.product)}이에요.`,
      message_en: `${reading.product} belongs to category ${categoryOf(reading.product)}.`,
      fix: `ifra_category = ${categoryOf(reading.product)}`,
    });
  }
  for (const family of reading.exclude_families) {
    if ((reading.notes_preference[family] ?? 0) <= 0) continue;
    report({
      code: 'excluded_family_wanted',
      severity: 'error',
      path: `notes_preference.${family}`,
      message_ko: `빼기로 한 ${family} 계열에 비중이 있어요.`,
      message_en: `${family} is excluded but has a share.`,
      fix: `notes_preference.${family} = 0`,
    });
  }
  for (const family of reading.reduce_families) {
    if (reading.exclude_families.includes(family)) {
      report({
        code: 'reduced_and_excluded',
        severity: 'error',
        path: 'reduce_families',
        message_ko: `${family} 계열이 줄임과 제외에 함께 있어요.`,
        message_en: `${family} is both reduced and excluded.`,
        fix: `drop ${family} from reduce_families`,
      });
    }
    if ((reading.notes_preference[family] ?? 0) > 0.8 + 1e-9 && Object.keys(reading.notes_preference).length > 1) {
      report({
        code: 'reduced_family_dominates',
        severity: 'error',
        path: `notes_preference.${family}`,
        message_ko: `줄이기로 한 ${family} 계열이 80 %를 넘어요.`,
        message_en: `${family} is to be reduced but exceeds 80 %.`,
        fix: `notes_preference.${family} ≤ 0.8`,
      });
    }
  }
  const refused = new Set(reading.exclude_ingredients);
  for (const name of reading.include_ingredients) {
    if (refused.has(name))
      report({
        code: 'wanted_and_refused',
        severity: 'error',
        path: 'include_ingredients',
        message_ko: `${name}이(가) 넣기와 빼기에 함께 있어요.`,
        message_en: `${name} is both wanted and refused.`,
        fix: `drop ${name} from include_ingredients`,
      });
    const main = mainFamily(materialOfName(catalogue, name)?.families ?? {});
    if (main !== null && reading.exclude_families.includes(main)) {
      report({
        code: 'wanted_in_excluded_family',
        severity: 'error',
        path: 'include_ingredients',
        message_ko: `${name}은(는) 빼기로 한 ${main} 계열이에요.`,
        message_en: `${name} belongs to the excluded family ${main}.`,
        fix: `drop ${main} from exclude_families`,
      });
    }
  }
  const unknown = [...(reading.pyramid?.top ?? []), ...(reading.pyramid?.middle ?? []), ...(reading.pyramid?.base ?? [])].filter(
    (name) =>
      refused.has(name) ||
      (FAMILIES as readonly string[]).some((family) => family === name && reading.exclude_families.some((other) => other === family)),
  );
  for (const name of unknown) {
    report({
      code: 'refused_in_pyramid',
      severity: 'error',
      path: 'pyramid',
      message_ko: `빼기로 한 ${name}이(가) 피라미드에 있어요.`,
      message_en: `${name} is refused but stands in the pyramid.`,
      fix: `drop ${name} from pyramid`,
    });
  }
}

const floor = (value: number): number => Math.floor(value * 100) / 100;
