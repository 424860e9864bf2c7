import { encode } from 'uqr'

/**
 * A QR code as SVG, in one path of whole rows, with the quiet edge of four modules that readers need. Middle error
 * correction: a fold or a stain of a seventh of it is survived. The mask is fixed: tokens are random, so that no mask is
 * better than another, and trying all eight took as long as setting the letter.
 */
export function qrAsSvg(text: string): string {
  const { data, size } = encode(text, { ecc: 'M', border: 4, maskPattern: 3 })
  const path = data.flatMap((row, y) => runsIn(row).map(([from, length]) => `M${from} ${y}h${length}v1h-${length}z`))
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}"><path d="${path.join('')}"/></svg>`
}

/** Where dark modules stand side by side: [first, how many]. */
function runsIn(row: boolean[]): [number, number][] {
  const runs: [number, number][] = []
  row.forEach((dark, x) => {
    const last = runs.at(-1)
    if (dark && last && last[0] + last[1] === x) last[1]++
    else if (dark) runs.push([x, 1])
  })
  return runs
}
