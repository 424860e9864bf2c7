const LETTERS = 'ABCDEFGHJKLMNPQRTUVWXYZ'
const SHAPE = /^([A-HJ-NP-RT-Z])(\d{11})([\dA-HJ-NP-RT-Z])$/

/**
 * Whether a unique pupil number is written as one: check letter, authority, school, year, serial; a temporary one ends in a
 * letter. A wrong one is only warned of: it still tells one pupil from another.
 */
export function isRightUpn(text: string): boolean {
  const match = SHAPE.exec(text.trim().toUpperCase())
  if (!match) return false
  const rest = `${match[2]}${match[3]}`
  let sum = 0
  for (const [index, character] of [...rest].entries()) sum += (index + 2) * worthOf(character)
  return LETTERS[sum % LETTERS.length] === match[1]
}

const worthOf = (character: string) => (/\d/.test(character) ? Number(character) : LETTERS.indexOf(character))
