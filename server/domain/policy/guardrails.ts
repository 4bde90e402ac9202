/** What must hold before a policy may serve. Values are those of the checkpoint's own measurements. */
export interface Guardrail {
  readonly name: 'update_kl' | 'entropy' | 'win_rate' | 'legality';
  /** The condition in Korean, as the training page shows it. */
  readonly ko: string;
  readonly value: number | null;
  readonly bar: number;
  /** A value that was not measured does not pass. */
  readonly ok: boolean;
}

/** The last iteration's update KL (k3), share of the first entropy kept, lower bound of the win rate on fixed briefs, illegal proposals. */
export interface PolicyMetrics {
  readonly approx_kl?: number | null;
  readonly entropy_kept?: number | null;
  readonly win_rate_lower?: number | null;
  readonly illegal?: number | null;
}

const MAX_UPDATE_KL = 0.05;
const MIN_ENTROPY_KEPT = 0.5;
const MIN_WIN_RATE = 0.5;

export function guardrailsOf(metrics: PolicyMetrics): Guardrail[] {
  const { approx_kl: kl = null, entropy_kept: entropy = null, win_rate_lower: winRate = null, illegal = null } = metrics;
  return [
    { name: 'update_kl', ko: `KL < ${MAX_UPDATE_KL}`, value: kl, bar: MAX_UPDATE_KL, ok: kl !== null && kl < MAX_UPDATE_KL },
    { name: 'entropy', ko: '엔트로피 유지', value: entropy, bar: MIN_ENTROPY_KEPT, ok: entropy !== null && entropy >= MIN_ENTROPY_KEPT },
    { name: 'win_rate', ko: '승률 하한 > 50 %', value: winRate, bar: MIN_WIN_RATE, ok: winRate !== null && winRate > MIN_WIN_RATE },
    { name: 'legality', ko: 'IFRA 위반 0', value: illegal, bar: 0, ok: illegal === 0 },
  ];
}
