import type { KnownProblem } from './known-problem.ts';

const filled = (n: number, value: number): number[] => new Array<number>(n).fill(value);
const over = (value: number): number => Math.max(value, 0);

/** g of ZDT1–3: 1 + 9 · mean of the tail. */
function tailG(x: Float64Array): number {
  let sum = 0;
  for (let i = 1; i < x.length; i++) sum += x[i] as number;
  return 1 + (9 * sum) / (x.length - 1);
}

function zdt(name: string, exact: number, bar: number, shape: (f1: number, g: number) => number): KnownProblem {
  return {
    name,
    lower: filled(30, 0),
    upper: filled(30, 1),
    m: 2,
    evaluate(x, out) {
      const f1 = x[0] as number;
      const g = tailG(x);
      out[0] = f1;
      out[1] = g * shape(f1, g);
      return 0;
    },
    reference: [1.1, 1.1],
    exact,
    bar,
  };
}

/** Zitzler, Deb & Thiele, Evol. Comput. 8(2), 2000. ZDT5 is binary and left out. */
const zdt1 = zdt('ZDT1', 0.87667, 0.867, (f, g) => 1 - Math.sqrt(f / g));
const zdt2 = zdt('ZDT2', 0.54333, 0.533, (f, g) => 1 - (f / g) ** 2);
const zdt3 = zdt('ZDT3', 1.33176, 1.324, (f, g) => 1 - Math.sqrt(f / g) - (f / g) * Math.sin(10 * Math.PI * f));

const zdt4: KnownProblem = {
  name: 'ZDT4',
  lower: [0, ...filled(9, -5)],
  upper: [1, ...filled(9, 5)],
  m: 2,
  evaluate(x, out) {
    const f1 = x[0] as number;
    let g = 1 + 10 * (x.length - 1);
    for (let i = 1; i < x.length; i++) g += (x[i] as number) ** 2 - 10 * Math.cos(4 * Math.PI * (x[i] as number));
    out[0] = f1;
    out[1] = g * (1 - Math.sqrt(f1 / g));
    return 0;
  },
  reference: [1.1, 1.1],
  exact: 0.87667,
  bar: 0.86,
};

const zdt6: KnownProblem = {
  name: 'ZDT6',
  lower: filled(10, 0),
  upper: filled(10, 1),
  m: 2,
  evaluate(x, out) {
    const x1 = x[0] as number;
    const f1 = 1 - Math.exp(-4 * x1) * Math.sin(6 * Math.PI * x1) ** 6;
    let sum = 0;
    for (let i = 1; i < x.length; i++) sum += x[i] as number;
    const g = 1 + 9 * (sum / (x.length - 1)) ** 0.25;
    out[0] = f1;
    out[1] = g * (1 - (f1 / g) ** 2);
    return 0;
  },
  reference: [1.1, 1.1],
  exact: 0.50788,
  bar: 0.49,
};

/** Deb, Thiele, Laumanns & Zitzler, CEC 2002: the unit sphere in three objectives. */
const dtlz2: KnownProblem = {
  name: 'DTLZ2',
  lower: filled(12, 0),
  upper: filled(12, 1),
  m: 3,
  evaluate(x, out) {
    let g = 0;
    for (let i = 2; i < x.length; i++) g += ((x[i] as number) - 0.5) ** 2;
    const a = ((x[0] as number) * Math.PI) / 2;
    const b = ((x[1] as number) * Math.PI) / 2;
    out[0] = (1 + g) * Math.cos(a) * Math.cos(b);
    out[1] = (1 + g) * Math.cos(a) * Math.sin(b);
    out[2] = (1 + g) * Math.sin(a);
    return 0;
  },
  reference: [1.1, 1.1, 1.1],
  exact: 1.331 - Math.PI / 6,
  bar: 0.69,
};

/** Binh & Korn, 1997. */
const bnh: KnownProblem = {
  name: 'BNH',
  lower: [0, 0],
  upper: [5, 3],
  m: 2,
  evaluate(x, out) {
    const [a = 0, b = 0] = x;
    out[0] = 4 * a * a + 4 * b * b;
    out[1] = (a - 5) ** 2 + (b - 5) ** 2;
    return over(((a - 5) ** 2 + b * b - 25) / 25) + over((7.7 - (a - 8) ** 2 - (b + 3) ** 2) / 7.7);
  },
  reference: [140, 50],
  exact: 5285.2,
  bar: 5251.2,
};

/** Osyczka & Kundu, Struct. Optim. 10, 1995. Constraints scaled to their right-hand sides. */
const osy: KnownProblem = {
  name: 'OSY',
  lower: [0, 0, 1, 0, 1, 0],
  upper: [10, 10, 5, 6, 5, 10],
  m: 2,
  evaluate(x, out) {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = x;
    out[0] = -(25 * (a - 2) ** 2 + (b - 2) ** 2 + (c - 1) ** 2 + (d - 4) ** 2 + (e - 1) ** 2);
    out[1] = a * a + b * b + c * c + d * d + e * e + f * f;
    return (
      over((2 - a - b) / 2) +
      over((a + b - 6) / 6) +
      over((b - a - 2) / 2) +
      over((a - 3 * b - 2) / 2) +
      over(((c - 3) ** 2 + d - 4) / 4) +
      over((4 - (e - 3) ** 2 - f) / 4)
    );
  },
  reference: [0, 80],
  exact: 16796,
  bar: 16680,
};

/** Tanaka et al., IEEE SMC 1995. */
const tnk: KnownProblem = {
  name: 'TNK',
  lower: [0, 0],
  upper: [Math.PI, Math.PI],
  m: 2,
  evaluate(x, out) {
    const [a = 0, b = 0] = x;
    out[0] = a;
    out[1] = b;
    const wave = a === 0 && b === 0 ? 0 : 0.1 * Math.cos(16 * Math.atan2(a, b));
    return over(1 + wave - a * a - b * b) + over(((a - 0.5) ** 2 + (b - 0.5) ** 2 - 0.5) / 0.5);
  },
  reference: [1.1, 1.1],
  exact: 0.43339,
  bar: 0.42976,
};

export const KNOWN_PROBLEMS: readonly KnownProblem[] = [zdt1, zdt2, zdt3, zdt4, zdt6, dtlz2, bnh, osy, tnk];
