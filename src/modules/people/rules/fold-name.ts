/**
 * A name for comparing, never for showing: small letters, without accents, punctuation or double spaces
 * (`Al-Hassan` → `al hassan`, `Ní Bhriain` → `ni bhriain`, `Łucja` → `lucja`). Stored case is never changed.
 */
export function foldName(...parts: (string | null | undefined)[]): string {
  return parts
    .filter((part) => part != null && part !== '')
    .join(' ')
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
