/** Reports as JSON text; 64-bit integers become texts. */
export function json(value: unknown): string {
  const plain = (_: string, each: unknown): unknown =>
    typeof each === 'bigint' ? String(each) : each;
  return JSON.stringify(value, plain, 2);
}
