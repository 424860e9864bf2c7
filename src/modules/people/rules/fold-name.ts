/**
 * A name for comparing, never for showing: small letters, without accents, punctuation or double spaces
 * (`Al-Hassan` → `al hassan`, `Ní Bhriain` → `ni bhriain`, `Łucja` → `lucja`). Stored case is never changed.
 */
export function foldName(...parts: (string | null | undefined)[]): string {
  const name = parts.filter((part) => part != null && part !== '').join(' ')
  return isOfPlainSigns(name) ? foldPlain(name) : foldLetters(name)
}

/** Nearly all names are, and nothing of them has to be taken apart. */
const isOfPlainSigns = (name: string): boolean => /^[ -~]*$/.test(name)

function foldPlain(name: string): string {
  const lower = name.toLowerCase()
  if (/^[a-z]*$/.test(lower)) return lower
  return lower
    .replaceAll(/['`.]/g, '')
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim()
}

/** Of any letters; of plain signs it makes what `foldPlain` makes. */
function foldLetters(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[łøđßæœðþı]/g, (letter) => plainLetters[letter] ?? letter)
    .replaceAll(/\p{M}+/gu, '')
    .replaceAll(/['’`´.]/g, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** Letters that Unicode does not take apart into a plain letter and a mark. */
const plainLetters: Record<string, string> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ð: 'd',
  þ: 'th',
  ı: 'i',
}
