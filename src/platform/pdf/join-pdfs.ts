/**
 * Documents of the typesetter as one, page after page, with one structure tree: the reading order, the tags and the title
 * stay (PDF/UA-1). Takes what our typesetter writes (plain objects, one table of places, no outline) and nothing else.
 */
export function joinPdfs(parts: readonly Uint8Array[]): Uint8Array {
  const [first, ...rest] = parts.map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength))
  if (!first) throw new Error('There is nothing to join')
  if (rest.length === 0) return first
  const joined = startWith(read(first))
  for (const part of rest) append(joined, read(part))
  return write(joined)
}

/** An object's dictionary as text, and its stream as it is. */
type Piece = { head: string; stream: Buffer | null }
type Part = { header: Buffer; pieces: Map<number, Piece>; root: number; info: number; id: string }
type Places = { catalog: number; pages: number; tree: number; document: number }
type Joined = {
  header: Buffer
  /** The object of number n stands at n - 1. */
  pieces: Piece[]
  places: Places
  info: number
  id: string
  kids: string[]
  children: string[]
  parents: string[]
  nextKey: number
}

function read(pdf: Buffer): Part {
  const table = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(pdf.subarray(-64).toString('latin1'))?.[1])
  const [, from = '', count = '', lines = '', trailer = ''] =
    /^xref\s+(\d+) (\d+)\s([\s\S]*?)trailer([\s\S]*)$/.exec(pdf.subarray(table).toString('latin1')) ?? []
  if (from !== '0' || count === '') throw new Error('This PDF was not written by our typesetter')
  const starts = [...lines.matchAll(/(\d{10}) \d{5} n/g)].map(([, at]) => Number(at))
  const ends = [...starts, table].toSorted((a, b) => a - b)
  const endOf = new Map(ends.map((at, index) => [at, ends[index + 1] ?? table]))
  const pieces = new Map<number, Piece>()
  for (const start of starts) {
    const whole = pdf.subarray(start, endOf.get(start))
    const number = Number(/^(\d+) 0 obj\n/.exec(whole.subarray(0, 20).toString('latin1'))?.[1])
    const begins = whole.indexOf(`${number} 0 obj\n`) + `${number} 0 obj\n`.length
    const streams = whole.indexOf('\nstream\n')
    const closes = whole.lastIndexOf('\nendobj')
    const head = whole.subarray(begins, streams === -1 ? closes : streams).toString('latin1')
    pieces.set(number, { head, stream: streams === -1 ? null : whole.subarray(streams, closes) })
  }
  return {
    header: pdf.subarray(0, starts.toSorted((a, b) => a - b)[0]),
    pieces,
    root: referenceIn(trailer, 'Root'),
    info: referenceIn(trailer, 'Info'),
    id: /\/ID (\[[^\]]*\])/.exec(trailer)?.[1] ?? '[() ()]',
  }
}

function placesIn({ pieces, root }: Part): Places {
  const catalog = headOf(pieces, root)
  // What a document of ours never has would be lost here, so it is refused.
  if (/\/(Names|Dests|AcroForm|OpenAction)\b/.test(catalog)) throw new Error('This PDF has more than pages and tags')
  const tree = referenceIn(catalog, 'StructTreeRoot')
  const [document = ''] = listIn(headOf(pieces, tree), 'K')
  return { catalog: root, pages: referenceIn(catalog, 'Pages'), tree, document: Number(document.split(' ')[0]) }
}

function startWith(part: Part): Joined {
  const places = placesIn(part)
  const count = Math.max(...part.pieces.keys())
  const empty: Piece = { head: 'null', stream: null }
  const pieces = Array.from({ length: count }, (_, at) => part.pieces.get(at + 1) ?? empty)
  const { header, info, id } = part
  const joined: Joined = { header, pieces, places, info, id, kids: [], children: [], parents: [], nextKey: 0 }
  gather(joined, part, { places, numberOf: (number) => number })
  return joined
}

function append(joined: Joined, part: Part): void {
  const places = placesIn(part)
  const catalog = headOf(part.pieces, places.catalog)
  const { places: ours } = joined
  const known = new Map([
    [places.pages, ours.pages],
    [places.tree, ours.tree],
    [places.document, ours.document],
  ])
  const dropped = new Set([part.info, ...['Metadata', 'Outlines'].map((name) => referenceIn(catalog, name))])
  const added = [...part.pieces].filter(
    ([number]) => number !== places.catalog && !known.has(number) && !dropped.has(number),
  )
  for (const [index, [number]] of added.entries()) known.set(number, joined.pieces.length + index + 1)
  const numberOf = (number: number) => known.get(number) ?? number
  for (const [, { head, stream }] of added)
    joined.pieces.push({ head: renumbered(head, { numberOf, nextKey: joined.nextKey }), stream })
  gather(joined, part, { places, numberOf })
}

/** Adds the pages, the children of the document and the places of pages in the tree. */
function gather(
  joined: Joined,
  part: Part,
  { places, numberOf }: { places: Places; numberOf(number: number): number },
): void {
  const { nextKey } = joined
  const again = (references: string[]) => references.map((reference) => renumbered(reference, { numberOf, nextKey }))
  const tree = headOf(part.pieces, places.tree)
  joined.kids.push(...again(listIn(headOf(part.pieces, places.pages), 'Kids')))
  joined.children.push(...again(listIn(headOf(part.pieces, places.document), 'K')))
  const numbers = /\/Nums \[([^\]]*)\]/.exec(tree)?.[1] ?? ''
  for (const [, key, number] of numbers.matchAll(/(\d+) (\d+) 0 R/g))
    joined.parents.push(`${Number(key) + nextKey} ${numberOf(Number(number))} 0 R`)
  joined.nextKey += Number(/\/ParentTreeNextKey (\d+)/.exec(tree)?.[1])
}

function renumbered(
  head: string,
  { numberOf, nextKey }: { numberOf(number: number): number; nextKey: number },
): string {
  // Strings are stepped over: what looks like a reference in one is text.
  return head.replace(
    /\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f]+>|\b(\d+) 0 R\b|\/(StructParents?) (\d+)/g,
    (whole, number?: string, name?: string, key?: string) => {
      if (number !== undefined) return `${numberOf(Number(number))} 0 R`
      return name === undefined ? whole : `/${name} ${Number(key) + nextKey}`
    },
  )
}

function write(joined: Joined): Uint8Array {
  const { pieces, places, kids, children, parents, nextKey } = joined
  const change = (number: number, changed: (head: string) => string) => {
    const piece = pieces[number - 1]
    if (piece) pieces[number - 1] = { ...piece, head: changed(piece.head) }
  }
  change(places.pages, () => `<<\n  /Type /Pages\n  /Count ${kids.length}\n  /Kids [${kids.join(' ')}]\n>>`)
  change(places.document, (head) => head.replace(/\/K \[[^\]]*\]/, () => `/K [${children.join(' ')}]`))
  change(places.tree, (head) =>
    head
      .replace(/\/Nums \[[^\]]*\]/, () => `/Nums [${parents.join(' ')}]`)
      .replace(/\/ParentTreeNextKey \d+/, `/ParentTreeNextKey ${nextKey}`),
  )
  const written: Buffer[] = [joined.header]
  let length = joined.header.length
  const add = (bytes: Buffer) => {
    written.push(bytes)
    length += bytes.length
  }
  const starts = pieces.map(({ head, stream }, index) => {
    const start = length
    add(Buffer.from(`${index + 1} 0 obj\n${head}`, 'latin1'))
    if (stream) add(stream)
    add(Buffer.from('\nendobj\n\n'))
    return start
  })
  const table = starts.map((start) => `${String(start).padStart(10, '0')} 00000 n\r\n`).join('')
  const size = pieces.length + 1
  const trailer = `trailer\n<<\n  /Size ${size}\n  /Root ${places.catalog} 0 R\n  /Info ${joined.info} 0 R\n  /ID ${joined.id}\n>>`
  const end = `xref\n0 ${size}\n0000000000 65535 f\r\n${table}${trailer}\nstartxref\n${length}\n%%EOF`
  add(Buffer.from(end, 'latin1'))
  return Buffer.concat(written, length)
}

function headOf(pieces: Map<number, Piece>, number: number): string {
  return pieces.get(number)?.head ?? ''
}

function referenceIn(text: string, name: string): number {
  return Number(new RegExp(`/${name} (\\d+) 0 R`).exec(text)?.[1])
}

function listIn(text: string, name: string): string[] {
  return (new RegExp(`/${name} \\[([^\\]]*)\\]`).exec(text)?.[1] ?? '').match(/\d+ 0 R/g) ?? []
}
