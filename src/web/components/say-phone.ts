/** E.164 as people in the UK write it: `+447700900123` → `07700 900123`, `+442079460001` → `020 7946 0001`. Others stay. */
export function sayPhone(value: string): string {
  const [, national] = /^\+44(\d{10})$/.exec(value) ?? []
  if (!national) return value
  if (national.startsWith('2')) return `0${national.slice(0, 2)} ${national.slice(2, 6)} ${national.slice(6)}`
  return `0${national.slice(0, 4)} ${national.slice(4)}`
}
