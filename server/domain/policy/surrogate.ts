/** PPO's clipped objective for one sample (to be maximised), Schulman et al. 2017 eq. 7. */
export function clippedObjective(ratio: number, advantage: number, clip: number): number {
  return Math.min(ratio * advantage, Math.min(Math.max(ratio, 1 - clip), 1 + clip) * advantage);
}

/** Schulman's k3 estimate of the KL from the old to the new policy: never negative. */
export function klEstimate(ratio: number): number {
  return ratio - 1 - Math.log(ratio);
}

/** 1 − Var(returns − predictions) / Var(returns); null when the returns do not vary. */
export function explainedVariance(predictions: ArrayLike<number>, returns: ArrayLike<number>): number | null {
  const n = returns.length;
  let meanReturn = 0;
  let meanError = 0;
  for (let i = 0; i < n; i++) {
    meanReturn += (returns[i] as number) / n;
    meanError += ((returns[i] as number) - (predictions[i] as number)) / n;
  }
  let varReturn = 0;
  let varError = 0;
  for (let i = 0; i < n; i++) {
    varReturn += ((returns[i] as number) - meanReturn) ** 2;
    varError += ((returns[i] as number) - (predictions[i] as number) - meanError) ** 2;
  }
  return varReturn === 0 ? null : 1 - varError / varReturn;
}

/** KL(N(mean, std²) ‖ N(referenceMean, referenceStd²)) in nats, closed form. */
export function gaussianKl(mean: number, std: number, referenceMean: number, referenceStd: number): number {
  return Math.log(referenceStd / std) + (std * std + (mean - referenceMean) ** 2) / (2 * referenceStd * referenceStd) - 0.5;
}

/** log N(x; mean, exp(logStd)²) summed over `size` dimensions starting at `at`. */
export function gaussianLogProb(
  x: ArrayLike<number>,
  mean: ArrayLike<number>,
  at: number,
  logStd: ArrayLike<number>,
  size: number,
): number {
  let sum = 0;
  for (let j = 0; j < size; j++) {
    const s = logStd[j] as number;
    const z = ((x[at + j] as number) - (mean[at + j] as number)) * Math.exp(-s);
    sum -= 0.5 * z * z + s + 0.5 * Math.log(2 * Math.PI);
  }
  return sum;
}
