/**
 * Element reads for loops whose bounds are known. The compiler's "maybe undefined" does not apply inside the array, and a
 * default of 0 would hide a wrong index. One function per array type keeps each load monomorphic, and so inlined.
 */
export function f64(array: Float64Array, i: number): number {
  return array[i] as number;
}

export function i32(array: Int32Array, i: number): number {
  return array[i] as number;
}

export function i16(array: Int16Array, i: number): number {
  return array[i] as number;
}
